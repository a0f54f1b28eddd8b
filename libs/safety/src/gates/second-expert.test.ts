import { millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { CODING_PROFILE, codingPlan, DIGEST } from '../../test/samples.js';
import { ARMING as demand, refusing, told, withValue } from '../../test/spoiled-facts.js';
import type { Facts } from '../facts/facts.js';
import { ask } from './evaluate.js';
import type { Demand } from './gate.js';

describe('[GAT-R14] the second expert', () => {
  const brakes = (safety: 'brake' | null, safetyRelevant = false): Demand => ({
    ...demandFor(safetyRelevant ? codingPlan('BLE-ENG-0100') : PLAN, 'arming'),
    profile: {
      ...demand.profile,
      units: CODING_PROFILE.units.map((unit) => ({
        ...unit,
        safety,
        coding: unit.coding && {
          ...unit.coding,
          dids: unit.coding.dids.map((entry) => ({ ...entry, safetyRelevant })),
        },
      })),
    },
  });
  const second = GOOD.authority.known && {
    ...GOOD.authority.value,
    key: 'second-key',
    expert: 'S. Second',
    planDigest: DIGEST,
  };
  const with2 = (change: object): Facts =>
    withValue('authority', { countersigner: second ? { ...second, ...change } : null })(GOOD);

  test('is needed for the unit, and for the value, and for nothing else', () => {
    expect(refusing(GOOD, brakes(null))).toEqual([]);
    for (const asked of [brakes('brake'), brakes(null, true)]) {
      expect(refusing(GOOD, asked)).toEqual(['AUTHORITY-R7']);
      expect(refusing(with2({}), asked)).toEqual([]);
    }
  });

  test.each([
    ['AUTHORITY-R7', { planDigest: '00'.repeat(32) }],
    ['AUTHORITY-R8', { key: 'expert-key' }],
    ['AUTHORITY-R8', { expert: 'e.  EXPERT' }],
    ['AUTHORITY-R9', { pinnedRoot: false }],
    ['AUTHORITY-R9', { revoked: true }],
    ['AUTHORITY-R9', { validUntil: NOW }],
    ['AUTHORITY-R9', { effects: ['observe', 'code'] }],
    ['AUTHORITY-R9', { makes: ['other'] }],
  ])('%s %j', (rule, change) => {
    expect(refusing(with2(change), brakes('brake'))).toEqual([rule]);
    expect(ask('AUTHORITY', with2(change), brakes('brake'), NOW).sentence).toMatch(/^(Because|The counter).+\.$/);
  });

  test('is another person, however the name is written', () => {
    for (const expert of [' E. Expert ', 'E.\tExpert', 'Ｅ. Expert'])
      expect(refusing(with2({ expert }), brakes('brake'))).toEqual(['AUTHORITY-R8']);
    expect(refusing(with2({ expert: 'E. Expert', organisation: 'Other' }), brakes('brake'))).toEqual([]);
    expect(refusing(with2({ expert: 'E.Expert' }), brakes('brake'))).toEqual([]);
  });

  test('is named when both have signed', () => {
    const sentence = (facts: Facts) => ask('AUTHORITY', facts, brakes('brake'), NOW).sentence;
    expect(sentence(with2({}))).toBe('E. Expert of Org may do this, and S. Second has signed the same plan.');
    expect(told('AUTHORITY').sentence).toBe('E. Expert of Org may do this.');
  });
});

test('[GAT-R11] a certificate is for its effects and makes, and until its end', () => {
  const coding = demandFor(codingPlan('BLE-ENG-0100'), 'arming');
  const only = (change: Parameters<typeof withValue<'authority'>>[1]) => withValue('authority', change)(GOOD);
  expect(refusing(only({ effects: ['code'] }), coding)).toEqual([]);
  expect(refusing(only({ effects: ['program'] }), coding)).toEqual(['AUTHORITY-R5']);
  expect(refusing(only({ effects: ['program'] }))).toEqual([]);
  for (const makes of [['*'], ['other', 'baylink']]) expect(refusing(only({ makes }))).toEqual([]);
  expect(refusing(only({ makes: [] }))).toEqual(['AUTHORITY-R6']);
  expect(refusing(only({ validUntil: millis(NOW + 1) }))).toEqual([]);
  expect(told('AUTHORITY', () => only({ makes: ['other', 'third'], effects: ['program', 'code'] }))).toMatchObject({
    measured: 'E. Expert of Org: program, code on other, third',
  });
});
