import { describe, expect, test } from 'vitest';
import { GOOD, PLAN } from '../../test/good-facts.js';
import { ARMING as demand, refusing, told as tells, withValue } from '../../test/spoiled-facts.js';
import type { Facts } from '../facts/facts.js';
import type { Plan, ProgrammingPlan } from '../plan/plan.js';
import type { UnitProfile } from '../profile/unit-profile.js';
import type { Demand } from './gate.js';

describe('[GAT-R15] a file and its unit', () => {
  const TWO = [
    { source: 't', name: 'code', start: 0x8000, end: 0xa000 },
    { source: 't', name: 'calibration', start: 0xa000, end: 0x100000 },
  ];
  const MARKS = [{ name: 'power class', did: 0x0610, address: 0x8000, length: 1 }];
  const withUnit = (change: Partial<UnitProfile>, blocks?: string[]): Demand => ({
    ...demand,
    plan: { ...PLAN, file: { ...(PLAN as ProgrammingPlan).file, blocks } } as Plan,
    profile: {
      ...demand.profile,
      units: demand.profile.units.map((unit) => ({ ...unit, ...change })),
    },
  });
  const marked = withUnit({})
    .profile.units.map(({ programming }) => programming)
    .find((found) => found !== null);
  const marking = withUnit({ programming: marked ? { ...marked, marks: MARKS } : null });
  const told = (file: string | undefined, unit: string): Facts =>
    withValue(
      'image',
      file === undefined ? {} : { marks: { 'power class': file } },
    )(withValue('identity', { marks: { 'power class': unit } })(GOOD));

  test('is made for the unit’s own address, whichever of them', () => {
    for (const madeFor of [0x1001, 0x7e0, 0x10]) expect(refusing(withValue('image', { madeFor })(GOOD))).toEqual([]);
    for (const madeFor of [0x1002, 0x7e8, 0])
      expect(refusing(withValue('image', { madeFor })(GOOD))).toEqual(['CHECKSUM_MATCH-R7']);
  });

  test('writes exactly the blocks that the plan names', () => {
    expect(refusing(GOOD, withUnit({ memory: TWO }, ['code', 'calibration']))).toEqual([]);
    for (const blocks of [undefined, ['code'], ['calibration'], ['code', 'calibration', 'boot']])
      expect(refusing(GOOD, withUnit({ memory: TWO }, blocks))).toEqual(['CHECKSUM_MATCH-R8']);
    expect(refusing(GOOD, withUnit({}, ['flash']))).toEqual([]);
    expect(refusing(GOOD, withUnit({}, ['other']))).toEqual(['CHECKSUM_MATCH-R8']);
    const across = withValue('image', { segments: [{ address: 0x9ff0, size: 32 }] })(GOOD);
    expect(refusing(across, withUnit({ memory: TWO }, ['code', 'calibration']))).toEqual(['CHECKSUM_MATCH-R3']);
  });

  test('has the marks of the unit', () => {
    expect(refusing(told('2a', '2a'), marking)).toEqual([]);
    for (const facts of [told('2a', '17'), told('2a', ''), told(undefined, '2a'), GOOD])
      expect(refusing(facts, marking)).toEqual(['CHECKSUM_MATCH-R9']);
  });

  test('lies in a block up to its last byte, whatever the order of the blocks', () => {
    const last = withValue('image', { segments: [{ address: 0x9ff0, size: 16 }] })(GOOD);
    const first = withValue('image', { segments: [{ address: 0xa000, size: 16 }] })(GOOD);
    for (const memory of [TWO, [...TWO].reverse()]) {
      expect(refusing(last, withUnit({ memory }, ['code']))).toEqual([]);
      expect(refusing(first, withUnit({ memory }, ['calibration']))).toEqual([]);
      expect(refusing(last, withUnit({ memory }, ['calibration']))).toEqual(['CHECKSUM_MATCH-R8']);
    }
  });

  test('a unit without marks, or one that is not programmed, asks for none', () => {
    expect(refusing(told('2a', '17'), withUnit({}))).toEqual([]);
    expect(refusing(told('2a', '17'), withUnit({ programming: null }))).toEqual([]);
  });

  test('what does not fit is named with what would', () => {
    const same = (facts: Facts) => facts;
    expect(tells('CHECKSUM_MATCH', withValue('image', { madeFor: 0x1002 }))).toMatchObject({
      measured: 'made for 0x1002',
      wanted: '0x1001 or 0x7E0 or 0x10',
    });
    const address = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
    const onCan = tells('CHECKSUM_MATCH', withValue('image', { madeFor: 0x10 }), {
      ...demand,
      profile: {
        ...demand.profile,
        units: demand.profile.units.map((unit) => (unit.address.logical === 0x1001 ? { ...unit, address } : unit)),
      },
    });
    expect(onCan).toMatchObject({ rule: 'CHECKSUM_MATCH-R7', wanted: '0x1001 or 0x7E0' });
    expect(tells('CHECKSUM_MATCH', same, withUnit({ memory: [...TWO].reverse() }, ['code', 'boot']))).toMatchObject({
      measured: 'calibration, code',
      wanted: 'boot, code',
    });
    expect(tells('CHECKSUM_MATCH', same, withUnit({ memory: TWO }))).toMatchObject({ wanted: 'no block' });
    expect(tells('CHECKSUM_MATCH', () => told('2a', '17'), marking)).toMatchObject({
      measured: 'power class 2a',
      wanted: 'power class 17',
    });
    expect(tells('CHECKSUM_MATCH', () => told(undefined, ''), marking)).toMatchObject({
      measured: 'power class not in the file',
      wanted: 'power class not told by the unit',
    });
  });
});
