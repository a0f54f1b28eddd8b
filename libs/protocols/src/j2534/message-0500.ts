import { getLong, type LongSize, MAX_DATA, type PassThruMessage, putLong, viewOf } from './message.js';

const NUMBERS = 7;

/** The 05.00 message: seven numbers, a pointer to the data, and how much room is there. Only where pointer and number have one size. */
export const messageSize0500 = (long: LongSize): number => (NUMBERS + 2) * long;

/** `address` is that of the data buffer in the process of the library. */
export function encodeMessage0500(
  { protocol, rxStatus, txFlags, timestamp, data, extraDataIndex }: PassThruMessage,
  address: bigint,
  room: number,
  long: LongSize,
): Uint8Array {
  const bytes = new Uint8Array(messageSize0500(long));
  const view = viewOf(bytes);
  const handle = 0;
  [protocol, handle, rxStatus, txFlags, timestamp, Math.min(data.length, MAX_DATA), extraDataIndex].forEach(
    (value, i) => {
      putLong(view, i * long, value, long);
    },
  );
  if (long === 8) view.setBigUint64(NUMBERS * long, address, true);
  else view.setUint32(NUMBERS * long, Number(address), true);
  putLong(view, (NUMBERS + 1) * long, room, long);
  return bytes;
}

/** `data` is the buffer that the message points at; `undefined` when it claims more than fits there. */
export function decodeMessage0500(bytes: Uint8Array, data: Uint8Array, long: LongSize): PassThruMessage | undefined {
  if (bytes.length < messageSize0500(long)) return undefined;
  const view = viewOf(bytes);
  const number = (index: number): number => getLong(view, index * long);
  const length = number(5);
  if (length > data.length) return undefined;
  return {
    protocol: number(0),
    rxStatus: number(2),
    txFlags: number(3),
    timestamp: number(4),
    extraDataIndex: number(6),
    data: data.slice(0, length),
  };
}
