import type { UnitProfile } from '../profile.js';
import { translated } from './kwp-requests.table.js';
import { retold } from './kwp-responses.table.js';
import type { Speech, SpeechState } from './speech.js';

/**
 * Blocks cross a 500 kbit/s bus well within P2, because there are testers that measure P2 from the moment in which they
 * hand the request to their transport layer; those of ISO 14230-3 fit into one message on K-Line.
 */
export const MAX_BLOCK_LENGTH = { uds: 0x0402, kwp2000: 0x00f2 } as const;

export const SPEECHES: { readonly [dialect in UnitProfile['dialect']]: Speech } = {
  uds: {
    hear: (bytes) => ({ kind: 'request', bytes }),
    tell: (bytes) => bytes,
    blockLength: MAX_BLOCK_LENGTH.uds,
    longestResponse: 4095,
    reads: 'outside the default session',
  },
  kwp2000: {
    hear(request, state) {
      const inside = translated(request, state);
      return typeof inside === 'number' ? { kind: 'refused', nrc: inside } : { kind: 'request', bytes: inside };
    },
    tell: retold,
    blockLength: MAX_BLOCK_LENGTH.kwp2000,
    longestResponse: 255,
    reads: 'in any session',
  },
};

const TRANSFER_BEGINS: ReadonlySet<number | undefined> = new Set([0x74, 0x75]);
const BLOCK = 0x76;

/** After an answer of the software inside: blocks without a number are counted. */
export function afterAnswer(state: SpeechState, [first]: Uint8Array): SpeechState {
  if (TRANSFER_BEGINS.has(first)) return { ...state, blocks: 0 };
  return first === BLOCK ? { ...state, blocks: state.blocks + 1 } : state;
}
