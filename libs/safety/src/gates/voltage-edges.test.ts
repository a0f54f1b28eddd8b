import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { historyUntil, steady } from '../../test/samples.js';
import { shown } from '../../test/spoiled-facts.js';
import { addReading, failReading } from '../facts/history.js';
import type { VoltageHistory } from '../facts/voltage.js';
import type { Moment } from './gate.js';
import { voltageCheck } from './voltage-check.js';

/** With limits that a level of 13.9 V keeps exactly, where a test changes them. */
function answer(voltage: readonly VoltageHistory[], moment: Moment = 'arming', limits: object = {}) {
  const demand = demandFor(PLAN, moment);
  const profile = { ...demand.profile, voltage: { ...demand.profile.voltage, ...limits } };
  return shown(voltageCheck({ ...GOOD, voltage }, { ...demand, profile }, NOW));
}
const rule = (...asked: Parameters<typeof answer>): string => answer(...asked).rule.replace('VOLTAGE_CHECK-', '');

const flat = historyUntil(NOW, () => 13_900);
/** One step in the middle of the soak. */
const stepping = (by: number): VoltageHistory => historyUntil(NOW, (t) => (t > NOW - 6_000 ? 13_900 + by : 13_900));

test('[GAT-R1] the band includes both of its ends, now and for the whole soak', () => {
  for (const moment of ['arming', 'forward'] as const) {
    expect(rule([flat], moment, { low: 13_900, high: 13_900 })).toBe('R0');
    expect(rule([flat], moment, { low: 13_901, high: 14_200 })).toBe('R5');
    expect(rule([flat], moment, { low: 13_600, high: 13_899 })).toBe('R6');
  }
});

test('[GAT-R7] a sag and an over-voltage during the soak count alike', () => {
  expect(rule([stepping(100)], 'arming', { low: 13_901 })).toBe('R8');
  expect(rule([stepping(-100)], 'arming', { high: 13_899 })).toBe('R8');
  expect(rule([stepping(-100)], 'arming', { high: 13_900 })).toBe('R0');
});

test('[GAT-R7][GAT-R8] drift, ripple and difference may be what the profile says, and no more', () => {
  expect([rule([stepping(300)]), rule([stepping(301)])]).toEqual(['R0', 'R6']);
  expect([rule([stepping(-300)]), rule([stepping(-301)], 'arming', { low: 13_000 })]).toEqual(['R0', 'R9']);
  const beside = (by: number) => [flat, { ...historyUntil(NOW, () => 13_900 - by), source: 'adapter' }];
  expect([rule(beside(300)), rule(beside(301), 'arming', { low: 13_000 })]).toEqual(['R0', 'R7']);
  expect(answer(beside(301), 'arming', { low: 13_000 }).measured).toBe('bench supply 13.90 V, adapter 13.60 V');
});

test('[GAT-R7] one source that drifts or ripples is enough', () => {
  const rippling = historyUntil(NOW, (t) => 13_900 + (t % 400 === 0 ? 100 : 0));
  for (const [bad, wanted] of [
    [stepping(-301), 'R9'],
    [rippling, 'R10'],
  ] as const)
    for (const pair of [
      [flat, bad],
      [bad, flat],
    ])
      expect(rule(pair, 'arming', { low: 13_000, agreement: 1_000 })).toBe(wanted);
});

test('[GAT-R9] a reading is stuck from its time on, and only then told', () => {
  const still = historyUntil(NOW, (t) => (t < NOW - 10_000 ? 13_901 : 13_900));
  const moving = historyUntil(NOW, (t) => (t < NOW - 9_800 ? 13_901 : 13_900));
  const refuse = { stuck: 'refuse' };
  expect([rule([still], 'arming', refuse), rule([moving], 'arming', refuse)]).toEqual(['R11', 'R0']);
  expect(answer([still]).sentence).toContain('bench supply has not moved for 10.0 s');
  expect(answer([moving]).sentence).not.toContain('moved');
  expect(answer([still, { ...still, source: 'adapter' }]).sentence).toMatch(
    /inside the band\. bench supply has not moved for 10\.0 s: check that it is a live reading\. adapter has not/,
  );
});

test('[GAT-R3] what was read, and how long ago, is told', () => {
  const old = historyUntil(NOW - 200, steady);
  expect(answer([old]).sentence).toMatch(
    /^The battery is at 13\.\d+ V \(bench supply\), read 0\.2 s ago: inside the band\.$/,
  );
  expect(
    answer([{ ...old, samples: old.samples.map((each) => ({ ...each, at: millis(each.at - 400) })) }]).measured,
  ).toMatch(/^13\.\d+ V, 0\.6 s old$/);
  expect(answer([{ ...old, samples: [] }]).measured).toBe('no reading yet');
});

test('[GAT-R8] while a unit waits for the rest, a source that fails counts only when it is the last', () => {
  const dead = failReading({ ...flat, source: 'adapter' }, 'unplugged', NOW);
  expect([rule([dead, flat], 'forward'), rule([dead], 'forward'), rule([dead, flat])]).toEqual(['R0', 'R2', 'R2']);
  expect(rule([dead, addReading(flat, 13_000, NOW)], 'forward')).toBe('R5');
});
