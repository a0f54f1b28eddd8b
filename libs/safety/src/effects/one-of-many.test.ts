import { bytesOf, fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { EQUIPPED_CAR, MIXED_CAR } from '../../test/equipped-car.js';
import type { VehicleProfile } from '../profile/profile.js';
import { classify } from './classify.js';
import type { Addressee } from './effect.js';

const ALL = { to: 'functional' } as const;
const BODY = { to: 'unit', unit: 0x1002 } as const;
const ENGINE = { to: 'unit', unit: 0x1001 } as const;
const OLDER = { to: 'unit', unit: 0x1005 } as const;

const ruleOf = (text: string, car: VehicleProfile, to: Addressee = ALL): string =>
  classify(fromHex(text) ?? bytesOf(), to, car).rule;

test.each([
  ['a secure DID', '220700'],
  ['a secure DID that is written', '2e060100'],
  ['a secure DID that is moved', '2f070003'],
  ['a secure routine', '31010301'],
])('[EFF-R10] %s of one unit is secure for whoever calls all of them', (_, text) => {
  expect(ruleOf(text, EQUIPPED_CAR)).toBe('EFF-R10');
});

test.each([
  ['a coding value', '2e060201ff'],
  ['the coding level', '2701'],
  ['a routine', '31010300'],
  ['a certificate for a unit with coding', '2903000155'],
])('[EFF-R11] %s that one unit has and others have not would reach every unit', (_, text) => {
  const units = EQUIPPED_CAR.units.map((unit) =>
    unit.address.logical === BODY.unit ? unit : { ...unit, coding: null },
  );
  expect(ruleOf(text, { ...EQUIPPED_CAR, units })).toBe('EFF-R11');
});

test('[EFF-R17] what one unit that brakes does not list is not listed for all of them', () => {
  const [first, ...others] = EQUIPPED_CAR.units;
  if (first === undefined) throw new Error('the car has units');
  const braking = { ...EQUIPPED_CAR, units: [{ ...first, safety: 'brake' as const, controls: [] }, ...others] };
  expect([ruleOf('2f010003', EQUIPPED_CAR), ruleOf('2f010003', braking)]).toEqual(['EFF-R11', 'EFF-R1']);
});

test('[EFF-R7][EFF-R12] a unit without coding, or whose coding asks for no access, takes neither value, key nor certificate', () => {
  const without = (coding: 'coding' | 'access'): VehicleProfile => ({
    ...EQUIPPED_CAR,
    units: EQUIPPED_CAR.units.map((unit) => ({
      ...unit,
      coding: coding === 'coding' || unit.coding === null ? null : { ...unit.coding, security: null },
    })),
  });
  for (const text of ['2e060201ff', '2701', '29010000']) {
    expect([text, ruleOf(text, EQUIPPED_CAR, BODY)]).not.toEqual([text, 'EFF-R1']);
    expect([text, ruleOf(text, without('coding'), BODY)]).toEqual([text, 'EFF-R1']);
  }
  expect([ruleOf('2701', without('access'), BODY), ruleOf('2e060201ff', without('access'), BODY)]).toEqual([
    'EFF-R1',
    'EFF-R7',
  ]);
  expect(ruleOf('2e060201ff', EQUIPPED_CAR, ENGINE)).toBe('EFF-R1');
});

test('[EFF-R7][EFF-R15] each of several values and routines with names of one byte is listed, in each of several units', () => {
  const older = MIXED_CAR.units.find(({ address }) => address.logical === OLDER.unit);
  if (older?.coding == null) throw new Error('the mixed car has an older unit with coding');
  const [value] = older.coding.dids;
  if (value === undefined) throw new Error('the older unit has a coding value');
  const richer = {
    ...older,
    coding: { ...older.coding, dids: [value, { ...value, did: 0x21, length: 2 }] },
    routines: [...older.routines, { rid: 0x13, name: 'fan test' }],
  };
  const bare = { ...older, coding: null, routines: [], address: { ...older.address, logical: 0x1006 } };
  const car = (...units: VehicleProfile['units']): VehicleProfile => ({ ...MIXED_CAR, units });
  for (const text of ['3b2055', '3b215566', '3112', '3113']) {
    expect([text, ruleOf(text, car(richer, bare), OLDER)]).not.toEqual([text, 'EFF-R1']);
    expect([text, ruleOf(text, car(richer, bare))]).toEqual([text, 'EFF-R11']);
    expect([text, ruleOf(text, car(bare))]).toEqual([text, 'EFF-R1']);
  }
  expect([ruleOf('3b2155', car(richer), OLDER), ruleOf('3114', car(richer), OLDER)]).toEqual(['EFF-R1', 'EFF-R1']);
});
