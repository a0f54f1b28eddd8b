import { millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { codingPlan } from '../../test/samples.js';
import { ARMING, gone, planned, refusing, told, withValue } from '../../test/spoiled-facts.js';
import { known } from '../facts/fact.js';
import type { Facts } from '../facts/facts.js';
import type { Plan } from '../plan/plan.js';
import { ask } from './evaluate.js';

const CODING = demandFor(codingPlan('BLE-ENG-0100'), 'arming');

describe('[GAT-R1] the last value that is allowed is allowed, the next one is not', () => {
  test.each<readonly [rule: string, at: Facts, behind: Facts]>([
    [
      'USER_ACKNOWLEDGMENT-R5',
      withValue('acknowledgement', { at: millis(NOW - 9), expires: NOW })(GOOD),
      withValue('acknowledgement', { at: millis(NOW - 9), expires: millis(NOW - 1) })(GOOD),
    ],
    [
      'USER_ACKNOWLEDGMENT-R6',
      withValue('acknowledgement', { held: millis(3_000) })(GOOD),
      withValue('acknowledgement', { held: millis(2_999) })(GOOD),
    ],
    [
      'IDENTITY_MATCH-R2',
      withValue('identity', {}, millis(NOW - 5_000))(GOOD),
      withValue('identity', {}, millis(NOW - 5_001))(GOOD),
    ],
    [
      'RECOVERY_PLAN-R4',
      withValue('workstation', { freeDiskBytes: 3 * 5_300 })(GOOD),
      withValue('workstation', { freeDiskBytes: 3 * 5_300 - 1 })(GOOD),
    ],
    [
      'RECOVERY_PLAN-R5',
      withValue('workstation', { power: { kind: 'battery', percent: 50 } })(GOOD),
      withValue('workstation', { power: { kind: 'battery', percent: 49 } })(GOOD),
    ],
    [
      'RECOVERY_PLAN-R5',
      withValue('workstation', { power: { kind: 'battery', percent: 100 } })(GOOD),
      withValue('workstation', { power: { kind: 'battery', percent: 101 } })(GOOD),
    ],
  ])('%s', (rule, at, behind) => {
    expect(refusing(at)).toEqual([]);
    expect(refusing(behind)).toEqual([rule]);
  });

  test('the vehicle, as its units have reported it', () => {
    const standing = (speed: number, at = NOW): Facts => ({
      ...GOOD,
      vehicle: known(
        ['ignition', 'engine speed', 'vehicle speed'].map((condition, i) => ({
          condition,
          value: [1, 0, speed][i] ?? 0,
        })),
        at,
        'units',
      ),
    });
    const wide = ARMING.profile.conditions.list.map((each) =>
      each.name === 'vehicle speed' ? { ...each, min: 2, max: 4 } : each,
    );
    const asked = { ...ARMING, profile: { ...ARMING.profile, conditions: { source: 'x', list: wide } } };
    for (const speed of [2, 3, 4]) expect(refusing(standing(speed), asked)).toEqual([]);
    for (const speed of [1, 5]) expect(refusing(standing(speed), asked)).toEqual(['VEHICLE_STATE-R4']);
    expect(refusing(standing(0, millis(NOW - 5_000)))).toEqual([]);
    expect(refusing(standing(0, millis(NOW - 5_001)))).toEqual(['VEHICLE_STATE-R2']);
    expect(told('VEHICLE_STATE', () => standing(0))).toMatchObject({
      measured: 'ignition 1, engine speed 0, vehicle speed 0',
      wanted: 'ignition 1..1, engine speed 0..0 rpm, vehicle speed 0..0 km/h',
    });
    expect(told('VEHICLE_STATE', () => standing(7)).measured).toBe('vehicle speed 7 km/h');
  });
});

describe('[GAT-R11] what is not asked for is not refused', () => {
  test('a file that names no hardware, a vehicle that wants no publisher, a plan that expects no software', () => {
    const strict = { ...ARMING, profile: { ...ARMING.profile, publisherRequired: true } };
    const expecting = planned({ expectSoftware: 'NEW' } as Partial<Plan>);
    expect(refusing(withValue('image', { hardware: null })(GOOD))).toEqual([]);
    expect(refusing(withValue('image', { hardware: 'BLE-HW-07' })(GOOD))).toEqual([]);
    expect(refusing(withValue('image', { publisher: { kind: 'verified', name: 'maker' } })(GOOD), strict)).toEqual([]);
    expect(refusing(withValue('image', { software: 'NEW' })(GOOD), expecting)).toEqual([]);
    expect(refusing(withValue('image', { software: null })(GOOD), expecting)).toEqual([]);
    expect(refusing(withValue('image', { software: 'ANY' })(GOOD))).toEqual([]);
  });

  test('a shop computer without an image to keep needs no disk for it', () => {
    const full = withValue('workstation', { freeDiskBytes: 0 })({ ...GOOD, image: { known: false, why: 'coding' } });
    expect(refusing(full, CODING)).toEqual([]);
  });

  test('reading needs neither a backup nor a rehearsal', () => {
    expect(refusing(gone('backup')(gone('rehearsal')(GOOD)), demandFor(PLAN, 'memory-read'))).toEqual([]);
  });
});

test('[GAT-R10] what was agreed to binds until the job ends', () => {
  const forward = demandFor(PLAN, 'forward');
  for (const change of [{ planDigest: '00'.repeat(32) }, { job: 'another' }] as const)
    expect(refusing(withValue('acknowledgement', change)(GOOD), forward)).toEqual(['USER_ACKNOWLEDGMENT-R2']);
  for (const change of [{ vin: 'OTHER' }, { unit: 0x1002 }] as const)
    expect(refusing(withValue('acknowledgement', change)(GOOD), forward)).toEqual(['USER_ACKNOWLEDGMENT-R3']);
  expect(refusing(withValue('acknowledgement', { held: millis(0) })(GOOD), forward)).toEqual([]);
});

test('[GAT-R11] a unit that tells nothing is not the one of a plan that names nothing', () => {
  const nameless = planned({ target: { ...PLAN.target, partNumber: '' } });
  expect(refusing(withValue('identity', { partNumber: '' })(GOOD), nameless)).toEqual(['IDENTITY_MATCH-R4']);
});

test.each([
  ['vin', 'VIN'],
  ['serial', 'serial number'],
  ['hardware', 'hardware'],
  ['partNumber', 'part number'],
  ['software', 'software'],
] as const)('[GAT-R3] another %s is told as the %s, with both', (field, name) => {
  const { measured, wanted } = told('IDENTITY_MATCH', withValue('identity', { [field]: 'OTHER' }));
  expect([measured, wanted]).toEqual([`${name} OTHER`, `${name} ${PLAN.target[field]}`]);
});

describe('[GAT-R11] a scan', () => {
  const rules = (status: number, dtc = 'C00100', setAside: Plan['setAside'] = []) =>
    refusing(withValue('diagnosis', { findings: [{ unit: 0x1000, dtc, status }] })(GOOD), planned({ setAside }));

  test.each([
    [0x01, ['DIAGNOSIS_FIRST-R4']],
    [0x08, ['DIAGNOSIS_FIRST-R4']],
    [0xf6, []],
    [0x00, []],
  ])('with a code of status 0x%s', (status, wanted) => expect(rules(status)).toEqual(wanted));

  test('with a code that the profile does not name, or that only begins like one', () => {
    expect(rules(0x09, '056200')).toEqual(['DIAGNOSIS_FIRST-R4']);
    expect(rules(0x09, '105620')).toEqual([]);
  });

  test('with codes, which are told with their units', () => {
    const findings = [
      { unit: 0x1000, dtc: 'C00100', status: 1 },
      { unit: 0x1002, dtc: '056200', status: 8 },
    ];
    expect(told('DIAGNOSIS_FIRST', withValue('diagnosis', { findings })).measured).toBe(
      'C00100 in 0x1000, 056200 in 0x1002',
    );
  });

  test('with a code that was set aside elsewhere', () => {
    expect(rules(0x09, 'C00100', [{ unit: 0x1001, dtc: 'C00100', reason: 'x' }])).toEqual(['DIAGNOSIS_FIRST-R4']);
    expect(rules(0x09, 'C00100', [{ unit: 0x1000, dtc: 'C00200', reason: 'x' }])).toEqual(['DIAGNOSIS_FIRST-R4']);
    expect(rules(0x09, 'C00100', [{ unit: 0x1000, dtc: 'C00100', reason: 'x' }])).toEqual([]);
  });
});

test('[GAT-R11] an agreement counts in the version that is asked for, among others', () => {
  const terms = { id: 'terms', version: '2', sha256: 'ee'.repeat(32) };
  const asked = planned({ agreements: [terms] });
  const signed = (...list: (typeof terms)[]): Facts => ({ ...GOOD, agreements: known(list, NOW, 'case') });
  expect(refusing(signed({ ...terms, version: '1' }, { ...terms, id: 'other' }, terms), asked)).toEqual([]);
  expect(refusing(signed({ ...terms, id: 'other' }), asked)).toEqual(['AGREEMENTS-R2']);
  const byProfile = { ...terms, title: 'Terms' };
  const profile = { ...ARMING.profile, agreements: { ...ARMING.profile.agreements, programming: [byProfile] } };
  expect(refusing(GOOD, { ...ARMING, profile })).toEqual(['AGREEMENTS-R2']);
  expect(refusing(GOOD, { ...CODING, profile })).toEqual([]);
  expect(told('AGREEMENTS', (facts) => facts, asked)).toMatchObject({ measured: 'none', wanted: 'terms 2' });
  expect(told('AGREEMENTS', () => signed(terms))).toMatchObject({ measured: 'terms 2', wanted: 'none' });
});

test('[GAT-R2] a gate holds only where it says so', () => {
  const odd = ask('AUTHORITY', GOOD, ARMING, NOW, (...asked) =>
    Object.assign(ask('AUTHORITY', ...asked), { holds: 'perhaps' }),
  );
  expect(odd).toMatchObject({ gate: 'AUTHORITY', holds: false });
});
