import { expect, test } from 'vitest';
import { SlowStream } from './slow-stream.js';

const BAD = { rtt: 300, loss: 2, cut: false };
/** Draws in this order, then nothing is lost any more. */
const drawing =
  (...values: readonly number[]) =>
  () =>
    [...values].splice(drawn++, 1)[0] ?? 1;
let drawn = 0;

test('a piece takes half of the round trip', () => {
  expect(new SlowStream(() => 0.5).due(10, 100, BAD)).toBe(160);
});

test('a lost packet comes a round trip and a retransmission time later, and holds up what is behind it', () => {
  drawn = 0;
  const stream = new SlowStream(drawing(0.019));
  expect(stream.due(0, 100, BAD)).toBe(650);
  expect(stream.due(10, 100, BAD)).toBe(650);
  expect(stream.due(900, 100, BAD)).toBe(1050);
});

test('each packet of a long piece can be lost, and again', () => {
  drawn = 0;
  expect(new SlowStream(drawing(0.5, 0.01, 0.01, 0.5)).due(0, 4200, BAD)).toBe(150 + 2 * 500);
});
