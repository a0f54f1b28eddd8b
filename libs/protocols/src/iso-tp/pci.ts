import { readUint, uintBytes } from '@baylink/kernel';

/** Data bytes of a full classic frame: TX_DL and RX_DL of this codec. (ISO 15765-2 9.5) */
export const FRAME_BYTES = 8;
/** The longest message that still fits a single frame with normal addressing. */
export const MAX_SINGLE = FRAME_BYTES - 1;
/** The longest message that FF_DL can tell in 12 bits; longer ones use the 32-bit escape. */
export const MAX_SHORT_LENGTH = 0xfff;
const MAX_LONG_LENGTH = 0xffff_ffff;

export type FlowStatus = 'continue' | 'wait' | 'overflow' | 'invalid';

/** A network protocol data unit, read from the data field of one frame. (ISO 15765-2 9.4) */
export type Pdu =
  | { readonly kind: 'single'; readonly data: Uint8Array }
  | { readonly kind: 'first'; readonly length: number; readonly data: Uint8Array }
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

function single(frame: Uint8Array, length: number): Pdu {
  if (length === 0 || length > frame.length - 1) return IGNORED;
  return { kind: 'single', data: frame.subarray(1, 1 + length) };
}

function first(frame: Uint8Array, nibble: number): Pdu {
  if (frame.length < FRAME_BYTES) return IGNORED;
  const short = nibble * 256 + (frame[1] ?? 0);
  if (short > MAX_SINGLE) return { kind: 'first', length: short, data: frame.subarray(2, FRAME_BYTES) };
  const long = readUint(frame, 2, 4) ?? 0;
  if (short !== 0 || long <= MAX_SHORT_LENGTH) return IGNORED;
  return { kind: 'first', length: long, data: frame.subarray(6, FRAME_BYTES) };
}

function flowControl(frame: Uint8Array, status: number): Pdu {
  const [, blockSize, stMin] = frame;
  if (FLOW_STATUS[status] === 'overflow') return OVERFLOW;
  if (blockSize === undefined || stMin === undefined) return IGNORED;
  return { kind: 'flow-control', status: FLOW_STATUS[status] ?? 'invalid', blockSize, stMin };
}

/** What follows an overflow means nothing: it is believed however short the frame is. */
const OVERFLOW: Pdu = { kind: 'flow-control', status: 'overflow', blockSize: 0, stMin: 0 };

const DECODERS: readonly ((frame: Uint8Array, nibble: number) => Pdu)[] = [
  single,
  first,
  (frame, sequence) => ({ kind: 'consecutive', sequence, data: frame.subarray(1) }),
  flowControl,
];

/** Reads any data field, padded or not. Total: what is malformed is `ignored`. */
export function decodePdu(frame: Uint8Array): Pdu {
  const [pci] = frame;
  if (pci === undefined || frame.length > FRAME_BYTES) return IGNORED;
  return DECODERS[pci >> 4]?.(frame, pci & 0x0f) ?? IGNORED;
}

/** A byte that fills a short frame up to eight, or `undefined` for frames as short as their content. */
export type Padding = number | undefined;

function framed(head: readonly number[] | Uint8Array, data: Uint8Array, padding: Padding): Uint8Array {
  const used = head.length + data.length;
  const frame = new Uint8Array(padding === undefined ? used : FRAME_BYTES);
  if (padding !== undefined) frame.fill(padding, used);
  frame.set(head);
  frame.set(data, head.length);
  return frame;
}

/** `data` has 1 to 7 bytes. */
export const encodeSingle = (data: Uint8Array, padding: Padding): Uint8Array => framed([data.length], data, padding);

/** The first frame of `message` (8 to 2^32-1 bytes); it carries `firstFrameBytes(message.length)` of them. */
export function encodeFirst(message: Uint8Array): Uint8Array {
  const { length } = message;
  const head =
    length <= MAX_SHORT_LENGTH
      ? [0x10 | (length >> 8), length & 0xff]
      : [0x10, 0x00, ...uintBytes(Math.min(length, MAX_LONG_LENGTH), 4)];
  return framed(head, message.subarray(0, firstFrameBytes(length)), undefined);
}

export const firstFrameBytes = (length: number): number => (length <= MAX_SHORT_LENGTH ? 6 : 2);

/** `data` has 1 to 7 bytes, `sequence` is taken modulo 16. */
export const encodeConsecutive = (sequence: number, data: Uint8Array, padding: Padding): Uint8Array =>
  framed([0x20 | (sequence & 0x0f)], data, padding);

const FLOW_STATUS_NIBBLE = { continue: 0, wait: 1, overflow: 2 } as const;
const NOTHING = new Uint8Array(0);

export const encodeFlowControl = (
  status: keyof typeof FLOW_STATUS_NIBBLE,
  blockSize: number,
  stMin: number,
  padding: Padding,
): Uint8Array => framed([0x30 | FLOW_STATUS_NIBBLE[status], blockSize, stMin], NOTHING, padding);
