import { expect, test } from 'vitest';
import type { VoltageReading } from '../visit-model.js';
import { addSample, type Sample } from './samples.js';

const reading = (second: number, millivolts: number | null): VoltageReading => ({
  kind: 'voltage',
  at: new Date(second * 1000).toISOString(),
  millivolts,
  source: 's',
  sentence: '',
});

const add = (readings: readonly VoltageReading[]) => readings.reduce<readonly Sample[]>(addSample, []);

test('a lost source breaks the curve instead of bridging it', () => {
  expect(add([reading(1, 13_900), reading(2, null), reading(3, 13_800)])).toEqual([
    { second: 1, volts: 13.9 },
    { second: 2, volts: null },
    { second: 3, volts: 13.8 },
  ]);
});

test('five minutes are kept', () => {
  const samples = add(Array.from({ length: 700 }, (_, second) => reading(second + 1, 13_900)));
  expect(samples[0]?.second).toBe(400);
  expect(samples.at(-1)?.second).toBe(700);
});

test('time that stands still, goes back or is none draws nothing', () => {
  const samples = add([reading(5, 13_900), reading(5, 1), reading(4, 2), { ...reading(6, 3), at: 'soon' }]);
  expect(samples).toHaveLength(1);
});

test('a flood within five minutes is bounded', () => {
  const samples = add(Array.from({ length: 7000 }, (_, i) => reading(1 + i / 1000, 13_900)));
  expect(samples.length).toBeLessThanOrEqual(6000);
});
