import { bytesOf } from '@baylink/kernel';
import { baseFrame, frameTime } from '@baylink/protocols/can';
import { USUAL_RATES } from '@baylink/twin';
import { expect, test } from 'vitest';
import { exchangeTime, messageTime } from './bus-limit.js';

const time = (id: number, ...bytes: number[]) => frameTime(baseFrame(id, bytesOf(...bytes)), USUAL_RATES);
const FLOW_CONTROL = time(0x7e8, 0x30, 0, 0, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc);

test('a short message is one padded frame', () => {
  const expected = time(0x7e0, 2, 0x3e, 0, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc);
  expect(messageTime(bytesOf(0x3e, 0), 0x7e0, 0x7e8, USUAL_RATES)).toBe(expected);
});

test('a long one is its first frame, one flow control and as many consecutive frames as it takes', () => {
  const message = Uint8Array.from({ length: 14 }, (_, i) => i);
  const expected =
    time(0x7e0, 0x10, 14, 0, 1, 2, 3, 4, 5) +
    FLOW_CONTROL +
    time(0x7e0, 0x21, 6, 7, 8, 9, 10, 11, 12) +
    time(0x7e0, 0x22, 13, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc);
  expect(messageTime(message, 0x7e0, 0x7e8, USUAL_RATES)).toBeCloseTo(expected, 9);
});

test('the longest message without an escape takes 585 consecutive frames of 222 to 270 us', () => {
  const whole = messageTime(new Uint8Array(4095).fill(0x55), 0x7e0, 0x7e8, USUAL_RATES);
  expect(whole).toBeGreaterThan(587 * 0.222);
  expect(whole).toBeLessThan(587 * 0.27);
});

test('an exchange is both messages', () => {
  const [request, answer] = [bytesOf(0x37), bytesOf(0x77)];
  const ids = { request: 0x7e0, response: 0x7e8 };
  expect(exchangeTime(request, answer, ids, USUAL_RATES)).toBe(
    messageTime(request, 0x7e0, 0x7e8, USUAL_RATES) + messageTime(answer, 0x7e8, 0x7e0, USUAL_RATES),
  );
});
