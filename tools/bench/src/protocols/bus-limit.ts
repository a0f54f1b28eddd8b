import { type Millis, millis } from '@baylink/kernel';
import { type BitRates, baseFrame, frameTime } from '@baylink/protocols/can';

const FRAME_BYTES = 8;
const PADDING = 0xcc;
const FIRST_BYTES = 6;
const CONSECUTIVE_BYTES = 7;

interface Identifiers {
  readonly request: number;
  readonly response: number;
}

/**
 * What the wire itself needs for one message and, where it is a long one, its only flow control: every frame right after the one before,
 * padded, with its own stuff bits. Counted here from the layout of ISO 15765-2 9.6, without the project's channel.
 */
export function messageTime(message: Uint8Array, from: number, back: number, rates: BitRates): Millis {
  let sum = 0;
  const add = (id: number, ...parts: readonly Iterable<number>[]): void => {
    const data = new Uint8Array(FRAME_BYTES).fill(PADDING);
    data.set(parts.flatMap((part) => [...part]));
    sum += frameTime(baseFrame(id, data), rates);
  };
  const { length } = message;
  if (length <= CONSECUTIVE_BYTES) {
    add(from, [length], message);
    return millis(sum);
  }
  add(from, [0x10 | (length >> 8), length & 0xff], message.subarray(0, FIRST_BYTES));
  add(back, [0x30, 0, 0]);
  for (let at = FIRST_BYTES, sequence = 1; at < length; at += CONSECUTIVE_BYTES, sequence++)
    add(from, [0x20 | (sequence & 0x0f)], message.subarray(at, at + CONSECUTIVE_BYTES));
  return millis(sum);
}

/** A request and its answer, each up to 4095 bytes. */
export const exchangeTime = (request: Uint8Array, answer: Uint8Array, ids: Identifiers, rates: BitRates): Millis =>
  millis(
    messageTime(request, ids.request, ids.response, rates) + messageTime(answer, ids.response, ids.request, rates),
  );
