/** C's `unsigned long` in bytes: what the layout of everything in memory hangs on. */
export type LongSize = 4 | 8;

/** One PASSTHRU_MSG, in either version, without the number of its handle. */
export interface PassThruMessage {
  readonly protocol: number;
  readonly rxStatus: number;
  readonly txFlags: number;
  /** Microseconds on the adapter's clock; it wraps at 2^32. */
  readonly timestamp: number;
  readonly extraDataIndex: number;
  readonly data: Uint8Array;
}

export const MAX_DATA = 4128;
const NUMBERS = 6;

/** 64-bit Windows keeps four bytes (LLP64), the others of 64 bits have eight (LP64). */
export const longSizeOf = (platform: string, bits: 32 | 64): LongSize => (platform === 'win32' || bits === 32 ? 4 : 8);

export const messageSize = (long: LongSize): number => NUMBERS * long + MAX_DATA;

/** An unsigned number at its place; the upper half of an eight-byte one is always zero here. */
export function putLong(view: DataView, at: number, value: number, long: LongSize): void {
  view.setUint32(at, value >>> 0, true);
  if (long === 8) view.setUint32(at + 4, 0, true);
}

/** Drivers leave rubbish in the upper half of flags; no number of this interface needs more than 32 bits. */
export const getLong = (view: DataView, at: number): number => view.getUint32(at, true);

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Writes messages one behind the other, as PassThruWriteMsgs wants them. More than 4128 data bytes must not be asked for. */
export function encodeMessages(messages: readonly PassThruMessage[], long: LongSize): Uint8Array {
  const size = messageSize(long);
  const bytes = new Uint8Array(size * messages.length);
  const view = viewOf(bytes);
  messages.forEach((message, index) => {
    const at = index * size;
    numbersOf(message).forEach((value, i) => {
      putLong(view, at + i * long, value, long);
    });
    bytes.set(message.data.subarray(0, MAX_DATA), at + NUMBERS * long);
  });
  return bytes;
}

const numbersOf = ({ protocol, rxStatus, txFlags, timestamp, data, extraDataIndex }: PassThruMessage) => [
  protocol,
  rxStatus,
  txFlags,
  timestamp,
  Math.min(data.length, MAX_DATA),
  extraDataIndex,
];

/** Reads the first `count` messages; one whose DataSize is beyond its room, and all that the bytes do not hold, are left out. */
export function decodeMessages(bytes: Uint8Array, count: number, long: LongSize): PassThruMessage[] {
  const size = messageSize(long);
  const view = viewOf(bytes);
  const messages: PassThruMessage[] = [];
  for (let at = 0; at < count * size && at + size <= bytes.length; at += size) {
    const number = (index: number): number => getLong(view, at + index * long);
    const length = number(4);
    if (length > MAX_DATA) continue;
    const from = at + NUMBERS * long;
    messages.push({
      protocol: number(0),
      rxStatus: number(1),
      txFlags: number(2),
      timestamp: number(3),
      extraDataIndex: number(5),
      data: bytes.slice(from, from + length),
    });
  }
  return messages;
}
