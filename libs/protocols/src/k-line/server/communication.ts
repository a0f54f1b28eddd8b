import { bytesOf, concat, unreachable } from '@baylink/kernel';
import { COMMUNICATION, NEGATIVE, POSITIVE, TIMING_PARAMETERS } from '../communication.table.js';
import { decodeTiming, encodeTiming, type LineTiming, NORMAL_TIMING } from '../timing.js';
import type { LineUnit } from './io.js';

/** What the data link itself answers, and what becomes of the communication. */
export type LinkAnswer =
  | { readonly kind: 'start'; readonly bytes: Uint8Array }
  | { readonly kind: 'stop'; readonly bytes: Uint8Array }
  | { readonly kind: 'timing'; readonly bytes: Uint8Array; readonly timing: LineTiming };

const NRC = { subFunction: 0x12, outOfRange: 0x31 } as const;
const negative = (sid: number, nrc: number): Uint8Array => bytesOf(NEGATIVE, sid, nrc);

/** `undefined` for a request that belongs to the unit behind the data link. */
export function answerOfLink(unit: LineUnit, data: Uint8Array, timing: LineTiming): LinkAnswer | undefined {
  const [sid] = data;
  if (sid === COMMUNICATION.start && data.length === 1)
    return { kind: 'start', bytes: bytesOf(sid + POSITIVE, unit.keys.kb1, unit.keys.kb2) };
  if (sid === COMMUNICATION.stop && data.length === 1) return { kind: 'stop', bytes: bytesOf(sid + POSITIVE) };
  return sid === COMMUNICATION.accessTiming ? accessTiming(data, timing) : undefined;
}

/** These units can keep every time of the standard, and no shorter one. */
function accessTiming(data: Uint8Array, timing: LineTiming): LinkAnswer {
  const [sid = 0, identifier = 0xff] = data;
  const positive = bytesOf(sid + POSITIVE, identifier);
  switch (identifier) {
    case TIMING_PARAMETERS.readLimits:
      return { kind: 'timing', bytes: concat(positive, encodeTiming(NORMAL_TIMING)), timing };
    case TIMING_PARAMETERS.readCurrent:
      return { kind: 'timing', bytes: concat(positive, encodeTiming(timing)), timing };
    case TIMING_PARAMETERS.setDefault:
      return { kind: 'timing', bytes: positive, timing: NORMAL_TIMING };
    case TIMING_PARAMETERS.setGiven: {
      const given = decodeTiming(data.subarray(2), timing);
      const kept = given !== undefined && given.p2Min >= NORMAL_TIMING.p2Min;
      return kept
        ? { kind: 'timing', bytes: positive, timing: given }
        : { kind: 'timing', bytes: negative(sid, NRC.outOfRange), timing };
    }
    default:
      return { kind: 'timing', bytes: negative(sid, NRC.subFunction), timing };
  }
}

export const endOf = ({ kind }: LinkAnswer): 'ends' | 'goes-on' => {
  switch (kind) {
    case 'stop':
      return 'ends';
    case 'start':
    case 'timing':
      return 'goes-on';
    default:
      return unreachable(kind);
  }
};
