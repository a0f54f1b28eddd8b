import { millis, millivolts } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { addReading, createHistory, failReading, HISTORY_LIMIT, newest } from './history.js';
import { covers, frozenFor, isCoarse, rippleOf, spread, stretch } from './steadiness.js';
import type { VoltageHistory } from './voltage.js';

const EMPTY = createHistory('battery', 'dedicated');

/** One sample for each pair of time and millivolts. */
const heard = (...readings: readonly (readonly [at: number, value: number])[]): VoltageHistory =>
  readings.reduce((history, [at, value]) => addReading(history, value, millis(at)), EMPTY);

const times = (samples: VoltageHistory['samples']): number[] => samples.map(({ at }) => at);

test('[GAT-R5] a new source is live, has said nothing, and tells every millivolt', () => {
  expect(EMPTY).toEqual({ source: 'battery', kind: 'dedicated', step: 1, samples: [], standing: { kind: 'live' } });
  expect(newest(EMPTY)).toBeUndefined();
});

test('[GAT-R5] a failed source says so, and the next good reading brings it back alone', () => {
  const failed = failReading(heard([1, 12_000], [2, 12_100]), 'unplugged', millis(3));
  expect(failed).toEqual({ ...EMPTY, standing: { kind: 'failed', at: 3, why: 'unplugged' } });
  expect(addReading(failed, 12_200, millis(4))).toEqual({ ...EMPTY, samples: [{ at: 4, value: 12_200 }] });
});

test.each([
  [0, true],
  [1, false],
  [99, false],
  [100, true],
  [60_000, true],
  [60_001, false],
])('[GAT-R6] %i mV can be read: %s', (value, taken) => {
  expect(newest(addReading(EMPTY, value, millis(1)))?.value === value).toBe(taken);
});

test('[GAT-R6] two readings of one moment are taken, one of an earlier moment is not', () => {
  expect(heard([5, 12_000], [5, 12_001]).samples).toHaveLength(2);
  expect(heard([5, 12_000], [4, 12_001]).standing).toMatchObject({ why: 'its clock went backwards' });
});

test('a history keeps the newest of its samples, and no more than its limit', () => {
  const long = heard(...Array.from({ length: HISTORY_LIMIT + 3 }, (_, i) => [i, 12_000 + (i % 7)] as const));
  expect(long.samples).toHaveLength(HISTORY_LIMIT);
  expect(times(long.samples).slice(0, 1)).toEqual([3]);
});

test('a stretch begins with the last sample that is not after its beginning', () => {
  const history = heard([10, 1_000], [20, 1_000], [30, 1_000]);
  expect(times(stretch(history, millis(5)))).toEqual([10, 20, 30]);
  expect(times(stretch(history, millis(10)))).toEqual([10, 20, 30]);
  expect(times(stretch(history, millis(19)))).toEqual([10, 20, 30]);
  expect(times(stretch(history, millis(20)))).toEqual([20, 30]);
  expect(times(stretch(history, millis(29)))).toEqual([20, 30]);
  expect(times(stretch(history, millis(30)))).toEqual([30]);
  expect(times(stretch(history, millis(99)))).toEqual([30]);
  expect(stretch(EMPTY, millis(0))).toEqual([]);
});

test('samples cover a stretch when they reach back to its beginning without a hole, and up to now', () => {
  const { samples } = heard([10, 1_000], [20, 1_000], [30, 1_000]);
  const from = (since: number, gap: number, now: number) => covers(samples, millis(since), millis(gap), millis(now));
  expect(from(10, 10, 40)).toBe(true);
  expect(from(9, 10, 40)).toBe(false);
  expect(from(10, 9, 39)).toBe(false);
  expect(from(10, 10, 41)).toBe(false);
  expect(covers([], millis(10), millis(10), millis(40))).toBe(false);
});

test('a spread needs samples', () => {
  expect(spread(heard([1, 1_000], [2, 1_003], [3, 999]).samples)).toBe(4);
  expect(spread([])).toBeNaN();
});

const standing = (count: number, value = 12_000): VoltageHistory =>
  heard(...Array.from({ length: count }, (_, i) => [10 * i, value] as const));

test('a reading is frozen from the first of at least eight equal samples on', () => {
  expect(frozenFor(EMPTY)).toBe(0);
  expect(frozenFor(standing(1))).toBe(0);
  expect(frozenFor(standing(7))).toBe(0);
  expect(frozenFor(standing(8))).toBe(70);
  const moved = addReading(standing(9), 12_001, millis(90));
  expect(frozenFor(moved)).toBe(0);
  expect(frozenFor([...Array(8).keys()].reduce((h, i) => addReading(h, 12_002, millis(100 + i)), moved))).toBe(7);
});

test.each([
  [1, false],
  [20, false],
  [21, true],
  [100, true],
])('steps of %i mV are coarse: %s', (step, coarse) => {
  expect(isCoarse(createHistory('adapter', 'shared', millivolts(step)))).toBe(coarse);
});

test('[GAT-R13] one step of a display of tenths is no ripple, and every other movement is', () => {
  const rippling = (step: number, by: number) =>
    rippleOf({ ...heard([1, 12_000], [2, 12_000 + by]), step: millivolts(step) }, millis(0));
  expect([rippling(100, 100), rippling(100, 101), rippling(21, 21)]).toEqual([0, 101, 0]);
  expect([rippling(1, 1), rippling(20, 20), rippling(101, 101), rippling(200, 100)]).toEqual([1, 20, 101, 100]);
});
