import { millis, millivolts } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { historyUntil, steady } from '../../test/samples.js';
import { shown } from '../../test/spoiled-facts.js';
import { addReading, createHistory, failReading, HISTORY_LIMIT, newest } from '../facts/history.js';
import { frozenFor } from '../facts/steadiness.js';
import type { VoltageHistory } from '../facts/voltage.js';
import type { Moment } from './gate.js';
import { voltageCheck } from './voltage-check.js';

function rule(
  voltage: readonly VoltageHistory[],
  moment: Moment = 'arming',
  stuck: 'tell' | 'refuse' = 'tell',
): string {
  const demand = demandFor(PLAN, moment);
  const profile = { ...demand.profile, voltage: { ...demand.profile.voltage, stuck } };
  return shown(voltageCheck({ ...GOOD, voltage }, { ...demand, profile }, NOW)).rule.replace('VOLTAGE_CHECK-', '');
}
const good = historyUntil(NOW, steady);
/** The last reading is another one. */
const last = (value: number): VoltageHistory => addReading(good, value, NOW);
const second = { ...good, source: 'adapter' };

test('[GAT-R5] a failed reading keeps no old value', () => {
  const failed = failReading(good, 'timeout', NOW);
  expect(newest(failed)).toBeUndefined();
  expect(rule([failed])).toBe('R2');
  expect(rule([addReading(failed, 13_900, NOW)])).toBe('R8');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 60_001, 13.9, 99])('[GAT-R6] %d mV is no reading', (value) => {
  expect(addReading(good, value, NOW)).toMatchObject({ standing: { kind: 'failed' }, samples: [] });
  expect(rule([addReading(good, value, NOW)])).toBe('R2');
});

test('[GAT-R6] neither is one of an earlier time; a cut cable at 0 V is one, and is refused as too low', () => {
  expect(addReading(good, 13_900, millis(NOW - 1)).standing.kind).toBe('failed');
  expect(addReading(good, 13_900, millis(Number.NaN)).standing.kind).toBe('failed');
  expect(rule([last(0)])).toBe('R4');
});

test.each([
  [10_499, 'R4'],
  [10_500, 'R5'],
  [13_599, 'R5'],
  [14_201, 'R6'],
])('[GAT-R1] %i mV: %s', (value, wanted) => {
  expect(rule([last(value)])).toBe(wanted);
  expect(rule([last(value)], 'forward')).toBe(wanted);
});

test('[GAT-R1] no source, a silent one, one from the future', () => {
  expect(rule([])).toBe('R1');
  expect(rule([createHistory('s', 'dedicated')])).toBe('R3');
  expect(rule([historyUntil(NOW - 251, steady)])).toBe('R3');
  expect(rule([historyUntil(NOW - 250, steady)])).toBe('R0');
  expect(rule([{ ...historyUntil(NOW - 900, steady), kind: 'shared' }])).toBe('R0');
  expect(rule([{ ...historyUntil(NOW - 1_001, steady), kind: 'shared' }])).toBe('R3');
  expect(rule([historyUntil(NOW + 10, steady)])).toBe('R3');
});

describe('[GAT-R7] steadiness', () => {
  test('in band for the whole soak, without a hole', () => {
    expect(rule([historyUntil(NOW, steady, 9_800)])).toBe('R8');
    expect(rule([historyUntil(NOW, (t) => (t < NOW - 9_000 && t > NOW - 9_300 ? 13_500 : steady(t)))])).toBe('R8');
    const hole = { ...good, samples: good.samples.filter(({ at }) => at < NOW - 6_000 || at > NOW - 4_500) };
    expect(rule([hole])).toBe('R8');
  });
  test('drift and ripple', () => {
    expect(rule([historyUntil(NOW, (t) => 13_650 + ((t - NOW + 12_000) / 12_000) * 500)])).toBe('R9');
    expect(rule([historyUntil(NOW, (t) => 13_900 + (t % 400 === 0 ? 100 : 0))])).toBe('R10');
    expect(rule([historyUntil(NOW, (t) => 13_900 + (t % 400 === 0 ? 99 : 0))])).toBe('R0');
  });
  test('is not asked after the first erase', () => {
    expect(rule([historyUntil(NOW, steady, 400)], 'forward')).toBe('R0');
  });
});

test('[GAT-R8] two sources', () => {
  expect(rule([good, second])).toBe('R0');
  const other = historyUntil(NOW, (t) => steady(t) + 290);
  expect(rule([good, { ...other, source: 'adapter' }])).toMatch(/R0|R6/);
  expect(rule([historyUntil(NOW, () => 13_650), historyUntil(NOW, () => 14_000)])).toBe('R7');
  const dead = failReading(second, 'unplugged', NOW);
  expect(rule([good, dead])).toBe('R2');
  expect(rule([good, dead], 'forward')).toBe('R0');
  expect(rule([dead, failReading(good, 'x', NOW)], 'forward')).toBe('R2');
  expect(rule([good, addReading(second, 13_000, NOW)], 'forward')).toBe('R5');
});

test('[GAT-R9] a frozen constant is seen within ten seconds', () => {
  const frozen = historyUntil(NOW, () => 13_900);
  expect(frozenFor(frozen)).toBeGreaterThanOrEqual(10_000);
  expect(frozenFor(good)).toBeLessThan(1_000);
  expect(rule([frozen], 'arming', 'refuse')).toBe('R11');
  const told = voltageCheck({ ...GOOD, voltage: [frozen] }, demandFor(PLAN, 'arming'), NOW);
  expect(told).toMatchObject({ holds: true, sentence: expect.stringContaining('has not moved') });
});

test('[GAT-R13] an adapter that tells tenths of a volt may stand on one value, and it is told', () => {
  const tenths = { ...historyUntil(NOW, () => 13_900), source: 'adapter', step: millivolts(100) };
  expect(rule([tenths], 'arming', 'refuse')).toBe('R0');
  expect(rule([{ ...tenths, step: millivolts(10) }], 'arming', 'refuse')).toBe('R11');
  const jumping = { ...historyUntil(NOW, (t) => (t % 400 === 0 ? 14_000 : 13_900)), step: millivolts(100) };
  expect(rule([jumping])).toBe('R0');
  expect(rule([{ ...jumping, step: millivolts(10) }])).toBe('R10');
  expect(rule([{ ...historyUntil(NOW, (t) => (t % 400 === 0 ? 14_100 : 13_900)), step: millivolts(100) }])).toBe('R10');
  expect(rule([tenths, historyUntil(NOW, () => 13_900)], 'arming', 'refuse')).toBe('R11');
  const { sentence } = voltageCheck({ ...GOOD, voltage: [tenths] }, demandFor(PLAN, 'arming'), NOW);
  expect(sentence).toContain('adapter has not moved for 12.0 s, in steps of 100 mV');
});

test('[GAT-R1] whatever is fed in, a history stays bounded and the gate holds only inside the band', () => {
  const reading = fc.oneof(
    fc.integer({ min: -10, max: 70_000 }),
    fc.constantFrom(Number.NaN, 13.9),
    fc.integer({ min: 13_600, max: 14_200 }),
  );
  fc.assert(
    fc.property(
      fc.array(reading, { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 0, max: 400 }),
      (readings, age) => {
        const history = readings.reduce(
          (sum, value, i) => addReading(sum, value, millis(NOW - age - (readings.length - 1 - i) * 200)),
          createHistory('s', 'dedicated'),
        );
        expect(history.samples.length).toBeLessThanOrEqual(HISTORY_LIMIT);
        const lastOne = readings.at(-1) ?? Number.NaN;
        const inBand = lastOne >= 13_600 && lastOne <= 14_200 && age <= 250;
        expect(rule([history], 'forward') === 'R0').toBe(inBand);
      },
    ),
  );
});
