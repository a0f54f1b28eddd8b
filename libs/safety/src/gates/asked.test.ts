import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { type Fact, known } from '../facts/fact.js';
import type { Facts, UnitIdentity } from '../facts/facts.js';
import { ask, evaluate } from './evaluate.js';
import { GATES, type GateName, type Moment } from './gate.js';
import { GATES_AT } from './gates.table.js';

const BEFORE_THE_ERASE: readonly GateName[] = [...GATES];

test.each<readonly [Moment, readonly GateName[]]>([
  ['observe', []],
  ['memory-read', ['AUTHORITY', 'AGREEMENTS', 'IDENTITY_MATCH', 'CHECKSUM_MATCH', 'RECOVERY_PLAN']],
  ['preflight', BEFORE_THE_ERASE.filter((gate) => gate !== 'USER_ACKNOWLEDGMENT')],
  ['arming', BEFORE_THE_ERASE],
  ['entry', BEFORE_THE_ERASE],
  ['point-of-no-return', BEFORE_THE_ERASE],
  ['forward', ['VOLTAGE_CHECK', 'DUAL_BACKUP', 'CHECKSUM_MATCH', 'USER_ACKNOWLEDGMENT', 'IDENTITY_MATCH']],
  ['look-back', []],
  ['undo', []],
])('[GAT-R4] at "%s" these gates are asked, and no others', (moment, gates) => {
  expect([...GATES_AT[moment]].sort()).toEqual([...gates].sort());
  expect(
    evaluate(GOOD, demandFor(PLAN, moment), NOW)
      .map(({ gate }) => gate)
      .sort(),
  ).toEqual([...gates].sort());
});

const NOTHING = Object.fromEntries(
  Object.entries(GOOD).map(([name]) => [name, name === 'voltage' ? [] : { known: false, why: 'taken away' }]),
) as unknown as Facts;

test.each(GATES)('%s tells what it has measured, what it wants and what to do, whether it holds or not', (gate) => {
  for (const facts of [GOOD, NOTHING]) {
    const report = ask(gate, facts, demandFor(PLAN, 'arming'), NOW);
    expect(report).toMatchObject({ gate, rule: expect.stringMatching(/^[A-Z_]+(-R\d+)?$/) });
    for (const text of [report.measured, report.wanted, report.sentence]) expect(text).toMatch(/\S/);
  }
});

const withIdentity = (change: Partial<UnitIdentity>): Facts => {
  const identity: Fact<UnitIdentity> = GOOD.identity;
  return identity.known ? { ...GOOD, identity: known({ ...identity.value, ...change }, NOW, 'unit') } : GOOD;
};
const identityRule = (moment: Moment, change: Partial<UnitIdentity>): string => {
  const { holds, rule } = ask('IDENTITY_MATCH', withIdentity(change), demandFor(PLAN, moment), NOW);
  return holds ? 'holds' : rule;
};

test.each(['vin', 'serial', 'hardware', 'partNumber', 'software'] as const)(
  '[IDENTITY_MATCH-R4] another %s, or none, is another unit before the erase',
  (field) => {
    expect(identityRule('arming', { [field]: 'OTHER' })).toBe('IDENTITY_MATCH-R4');
    expect(identityRule('arming', { [field]: '' })).toBe('IDENTITY_MATCH-R4');
  },
);

test('[IDENTITY_MATCH-R4] after it only what a half-written unit keeps is compared', () => {
  for (const field of ['vin', 'serial', 'hardware'] as const)
    expect(identityRule('forward', { [field]: 'OTHER' })).toBe('IDENTITY_MATCH-R4');
  for (const field of ['partNumber', 'software'] as const)
    expect(identityRule('forward', { [field]: '' })).toBe('holds');
});

test('[IDENTITY_MATCH-R2] a reading and a write under way look at the unit at points of their own', () => {
  const identity = GOOD.identity.known ? known(GOOD.identity.value, millis(NOW - 60_000), 'unit') : GOOD.identity;
  const rule = (moment: Moment) => ask('IDENTITY_MATCH', { ...GOOD, identity }, demandFor(PLAN, moment), NOW).holds;
  expect([rule('memory-read'), rule('forward'), rule('arming')]).toEqual([true, true, false]);
});
