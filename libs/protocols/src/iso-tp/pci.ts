import { readUint } from '@baylink/kernel';
import { dlcOf, MAX_CAN_DL } from '../can/index.js';
import { longestSingle } from './layout.js';

/** The longest message that FF_DL can tell in 12 bits; longer ones use the 32-bit escape. */
export const MAX_SHORT_LENGTH = 0xfff;

export type FlowStatus = 'continue' | 'wait' | 'overflow' | 'invalid';

/** A network protocol data unit, read from the data field of one frame. (ISO 15765-2 9.4) */
export type Pdu =
  | { readonly kind: 'single'; readonly data: Uint8Array }
  /** `rxDl`: the CAN_DL that the sender's consecutive frames have, too. (ISO 15765-2 9.5.4) */
  | { readonly kind: 'first'; readonly length: number; readonly data: Uint8Array; readonly rxDl: number }
  | { readonly kind: 'consecutive'; readonly sequence: number; readonly data: Uint8Array }
  | {
      readonly kind: 'flow-control';
      readonly status: FlowStatus;
      readonly blockSize: number;
      readonly stMin: number;
    }
  /** Not a PDU of this protocol: the standard has the receiver ignore it, without an answer. */
  | { readonly kind: 'ignored' };

const IGNORED: Pdu = { kind: 'ignored' };
const FLOW_STATUS: readonly FlowStatus[] = ['continue', 'wait', 'overflow'];

/** `at` is where the PCI begins: 1 behind an address byte. */
type Decoder = (frame: Uint8Array, at: number, nibble: number) => Pdu;

/** Up to eight bytes the nibble is the length; in longer frames the nibble is 0 and the next byte is. */
const single: Decoder = (frame, at, nibble) => {
  const long = frame.length > MAX_CAN_DL;
  if (long && nibble !== 0) return IGNORED;
  const length = long ? (frame[at + 1] ?? 0) : nibble;
  if (length === 0 || length > longestSingle(frame.length, at)) return IGNORED;
  const start = at + (long ? 2 : 1);
  return { kind: 'single', data: frame.subarray(start, start + length) };
};

const first: Decoder = (frame, at, nibble) => {
  const rxDl = frame.length;
  if (rxDl < MAX_CAN_DL) return IGNORED;
  const short = nibble * 256 + (frame[at + 1] ?? 0);
  if (short > longestSingle(rxDl, at)) return { kind: 'first', length: short, data: frame.subarray(at + 2), rxDl };
  const long = readUint(frame, at + 2, 4) ?? 0;
  if (short !== 0 || long <= MAX_SHORT_LENGTH) return IGNORED;
  return { kind: 'first', length: long, data: frame.subarray(at + 6), rxDl };
};

const consecutive: Decoder = (frame, at, sequence) => ({
  kind: 'consecutive',
  sequence,
  data: frame.subarray(at + 1),
});

const flowControl: Decoder = (frame, at, status) => {
  const blockSize = frame[at + 1];
  const stMin = frame[at + 2];
  if (FLOW_STATUS[status] === 'overflow') return OVERFLOW;
  if (blockSize === undefined || stMin === undefined) return IGNORED;
  return { kind: 'flow-control', status: FLOW_STATUS[status] ?? 'invalid', blockSize, stMin };
};

/** What follows an overflow means nothing: it is believed however short the frame is. */
const OVERFLOW: Pdu = { kind: 'flow-control', status: 'overflow', blockSize: 0, stMin: 0 };

const DECODERS: readonly Decoder[] = [single, first, consecutive, flowControl];

/** Reads any data field, padded or not, with `at` bytes of address before the PCI. Total: what is malformed is `ignored`. */
export function decodePdu(frame: Uint8Array, at: 0 | 1 = 0): Pdu {
  const pci = frame[at];
  if (pci === undefined || dlcOf(frame.length) === undefined) return IGNORED;
  return DECODERS[pci >> 4]?.(frame, at, pci & 0x0f) ?? IGNORED;
}
