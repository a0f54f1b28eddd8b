import { bytesOf, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { CODING_PROFILE, ENGINE, TEXTS } from '../../test/samples.js';
import { known, unknown } from '../facts/fact.js';
import type { KeyAttempt } from '../facts/facts.js';
import { grant } from './grant.js';
import { judge } from './judge.js';
import { KEY_BUDGET, keyObjection } from './key-budget.js';

const attempt = (age: number, change: Partial<KeyAttempt> = {}): KeyAttempt => ({
  ...{ unit: ENGINE, serial: TEXTS.serial, at: millis(NOW - age) },
  ...change,
});

function verdict(keys: typeof GOOD.keys, bytes = bytesOf(0x27, 1), moment: 'entry' | 'forward' = 'entry') {
  const { profile } = demandFor(PLAN, moment);
  const given = judge(
    { bytes, addressee: { to: 'unit', unit: ENGINE } },
    {
      profile: { ...CODING_PROFILE, ...profile },
      visit: { recorded: true, activeTestsAllowed: false },
      running: undefined,
      grant: grant(PLAN.job, ENGINE, bytes, demandFor(PLAN, moment)),
      facts: { ...GOOD, keys },
    },
    NOW,
  );
  return given.kind === 'pass' ? 'pass' : given.rule;
}
const counted = (...attempts: KeyAttempt[]) => known(attempts, NOW, 'count');

test('[VRD-R12] two seeds without an accepted key, and no third, before and after the erase', () => {
  for (const moment of ['entry', 'forward'] as const) {
    expect(verdict(counted(), undefined, moment)).toBe('pass');
    expect(verdict(counted(attempt(1)), undefined, moment)).toBe('pass');
    expect(verdict(counted(attempt(1), attempt(2)), undefined, moment)).toBe('VRD-R12');
    expect(verdict(counted(attempt(1), attempt(2)), bytesOf(0x27, 0x81), moment)).toBe('VRD-R12');
  }
});

test('[VRD-R12] only this unit counts, for ten minutes, and a clock that jumps opens nothing', () => {
  const one = attempt(1);
  expect(verdict(counted(one, attempt(1, { serial: 'other' })))).toBe('pass');
  expect(verdict(counted(one, attempt(1, { unit: 0x1002 })))).toBe('pass');
  expect(verdict(counted(one, attempt(KEY_BUDGET.window)))).toBe('pass');
  expect(verdict(counted(one, attempt(KEY_BUDGET.window - 1)))).toBe('VRD-R12');
  expect(verdict(counted(one, attempt(-5_000)))).toBe('VRD-R12');
  expect(verdict(counted(one, attempt(Number.NaN)))).toBe('VRD-R12');
});

test('[VRD-R12] an unknown count is a no, and the key of a seed that was given may leave', () => {
  expect(verdict(unknown('damaged'))).toBe('VRD-R12');
  expect(verdict(counted(attempt(1), attempt(2)), bytesOf(0x27, 2, 1, 2, 3, 4))).toBe('pass');
});

test.each([
  [[1, 2], 10],
  [[60_000, 120_000], 9],
  [[120_000, 60_000, 599_000], 9],
  [[540_001, 599_999], 1],
])('[VRD-R12] keys of %j ms ago: wait %i minutes', (ages, minutes) => {
  const keys = counted(...ages.map((age) => attempt(age)));
  const demand = demandFor(PLAN, 'entry');
  expect(keyObjection(bytesOf(0x27, 1), demand.plan, keys, NOW)).toContain(`wait ${minutes} minutes`);
});
