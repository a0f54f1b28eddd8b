import { millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { codingPlan } from '../../test/samples.js';
import {
  type Change,
  certified,
  ARMING as demand,
  gone,
  planned,
  refusing,
  withValue,
} from '../../test/spoiled-facts.js';
import { known, unknown } from '../facts/fact.js';
import type { Facts } from '../facts/facts.js';
import type { Plan } from '../plan/plan.js';
import { ask, evaluate } from './evaluate.js';
import { GATES } from './gate.js';

test('a complete set of facts opens every gate, for programming and for coding', () => {
  expect(refusing(GOOD)).toEqual([]);
  const coding = codingPlan('BLE-ENG-0100');
  expect(refusing(GOOD, demandFor(coding, 'arming'))).toEqual([]);
});

/** A record of which a part is missing, as no type would let through. */
const withoutAbility: Change = (facts) => Object.assign({}, facts, { ability: undefined });

const probe = { at: NOW, took: millis(8), bound: millis(100) };
const probes = [probe, probe, probe, probe, probe];

describe('[GAT-R11][GAT-R1][GAT-R22][GAT-R23] one part is spoiled, one gate says no', () => {
  test.each<[rule: string, change: Change]>([
    ['DUAL_BACKUP-R3', withValue('backup', { serial: 'OTHER' })],
    [
      'DUAL_BACKUP-R4',
      withValue('backup', {
        places: [
          { medium: 'shop-disk', digest: 'cc'.repeat(32) },
          { medium: 'shop-disk', digest: 'cc'.repeat(32) },
        ],
      }),
    ],
    ['DUAL_BACKUP-R4', withValue('backup', { places: [] })],
    [
      'DUAL_BACKUP-R5',
      withValue('backup', {
        places: [
          { medium: 'a', digest: 'cc'.repeat(32) },
          { medium: 'b', digest: 'dd'.repeat(32) },
        ],
      }),
    ],
    ['DUAL_BACKUP-R6', withValue('backup', { proof: { kind: 'none', why: 'x' } })],
    ['DUAL_BACKUP-R6', withValue('backup', { proof: { kind: 'refused', request: '23', response: '7f2331' } })],
    ['DUAL_BACKUP-R7', gone('drill')],
    ['DUAL_BACKUP-R7', withValue('drill', {}, millis(NOW - 60_001))],
    ['DUAL_BACKUP-R7', withValue('drill', {}, millis(NOW + 1))],
    ['DUAL_BACKUP-R8', withValue('drill', { digest: 'dd'.repeat(32) })],
    ['DUAL_BACKUP-R8', withValue('drill', { places: [{ medium: 'broker', digest: 'cc'.repeat(32) }] })],
    ['DUAL_BACKUP-R8', withValue('drill', { blocks: Number.NaN })],
    ['RECOVERY_PLAN-R6', gone('rehearsal')],
    ['RECOVERY_PLAN-R7', withValue('rehearsal', { planDigest: '00'.repeat(32) })],
    ['RECOVERY_PLAN-R7', withValue('rehearsal', { backup: '00'.repeat(32) })],
    ['RECOVERY_PLAN-R7', withValue('rehearsal', { scenes: [] })],
    ['RECOVERY_PLAN-R8', withValue('rehearsal', { scenes: [{ scene: 'cut', held: false, sentence: 'It is lost.' }] })],
    ['CHECKSUM_MATCH-R1', gone('image')],
    ['CHECKSUM_MATCH-R2', withValue('image', { fileDigest: '00'.repeat(32) })],
    ['CHECKSUM_MATCH-R2', withValue('image', { fileSize: 11_999 })],
    ['CHECKSUM_MATCH-R3', withValue('image', { segments: [{ address: 0x7fff, size: 4 }] })],
    ['CHECKSUM_MATCH-R3', withValue('image', { segments: [] })],
    ['CHECKSUM_MATCH-R4', withValue('image', { hardware: 'BLE-HW-09' })],
    ['USER_ACKNOWLEDGMENT-R1', gone('acknowledgement')],
    ['USER_ACKNOWLEDGMENT-R2', withValue('acknowledgement', { planDigest: '00'.repeat(32) })],
    ['USER_ACKNOWLEDGMENT-R2', withValue('acknowledgement', { job: 'another' })],
    ['USER_ACKNOWLEDGMENT-R3', withValue('acknowledgement', { vin: 'XBLTWN0A5SC000043' })],
    ['USER_ACKNOWLEDGMENT-R3', withValue('acknowledgement', { unit: 0x1002 })],
    ['USER_ACKNOWLEDGMENT-R4', withValue('acknowledgement', { bootId: 'boot-0' })],
    ['USER_ACKNOWLEDGMENT-R5', withValue('acknowledgement', { expires: millis(NOW - 1) })],
    ['USER_ACKNOWLEDGMENT-R5', withValue('acknowledgement', { at: millis(NOW - 9), expires: millis(NOW - 1) })],
    ['USER_ACKNOWLEDGMENT-R5', withValue('acknowledgement', { expires: millis(NOW + 120_001) })],
    ['USER_ACKNOWLEDGMENT-R5', withValue('acknowledgement', { at: millis(NOW + 1) })],
    ['USER_ACKNOWLEDGMENT-R5', withValue('acknowledgement', { at: millis(Number.NaN) })],
    ['USER_ACKNOWLEDGMENT-R6', withValue('acknowledgement', { held: millis(2_999) })],
    ['USER_ACKNOWLEDGMENT-R6', withValue('acknowledgement', { held: millis(Number.NaN) })],
    ['USER_ACKNOWLEDGMENT-R7', withValue('acknowledgement', { phrases: { shop: 'a b c', expert: 'a b d' } })],
    ['USER_ACKNOWLEDGMENT-R7', withValue('acknowledgement', { phrases: { shop: '', expert: '' } })],
    ['USER_ACKNOWLEDGMENT-R8', withValue('acknowledgement', { backupGrade: 'B' })],
    ['IDENTITY_MATCH-R2', withValue('identity', {}, millis(NOW - 5_001))],
    ['IDENTITY_MATCH-R2', withValue('identity', {}, millis(Number.NaN))],
    ['IDENTITY_MATCH-R4', withValue('identity', { vin: 'XBLTWN0A5SC000043' })],
    ['IDENTITY_MATCH-R4', withValue('identity', { software: '' })],
    ['IDENTITY_MATCH-R4', withValue('identity', { partNumber: 'X' })],
    ['LINK_QUALITY-R1', gone('link')],
    ['LINK_QUALITY-R2', withValue('link', { probes: probes.slice(1) })],
    ['LINK_QUALITY-R3', withValue('link', { probes: probes.map((p) => ({ ...p, at: millis(NOW - 10_001) })) })],
    ['LINK_QUALITY-R4', withValue('link', { probes: [...probes.slice(1), { ...probe, took: undefined }] })],
    ['LINK_QUALITY-R4', withValue('link', { probes: [...probes.slice(1), { ...probe, took: millis(101) }] })],
    ['LINK_QUALITY-R4', withValue('link', { probes: [...probes.slice(1), { ...probe, took: millis(Number.NaN) }] })],
    ['LINK_QUALITY-R5', withValue('link', { errors: 1 })],
    ['LINK_QUALITY-R5', withValue('link', { errors: Number.NaN })],
    ['LINK_QUALITY-R6', withValue('link', { lostFlowControls: 1 })],
    ['LINK_QUALITY-R7', withValue('ability', certified({ able: false, why: 'it drops frames' }))],
    ['LINK_QUALITY-R8', withValue('ability', certified({ able: true, proof: 'tested' }, Number.NaN))],
    ['LINK_QUALITY-R9', gone('ability')],
    ['LINK_QUALITY-R99', withoutAbility],
    ['VEHICLE_STATE-R1', gone('vehicle')],
    [
      'VEHICLE_STATE-R2',
      (facts) => ({
        ...facts,
        vehicle: facts.vehicle.known ? { ...facts.vehicle, at: millis(NOW - 5_001) } : facts.vehicle,
      }),
    ],
    ['VEHICLE_STATE-R3', (facts) => ({ ...facts, vehicle: known([{ condition: 'ignition', value: 1 }], NOW, 'test') })],
    [
      'VEHICLE_STATE-R4',
      (facts) => ({
        ...facts,
        vehicle: known(
          [
            { condition: 'ignition', value: 1 },
            { condition: 'engine speed', value: 850 },
            { condition: 'vehicle speed', value: 0 },
          ],
          NOW,
          'test',
        ),
      }),
    ],
    [
      'VEHICLE_STATE-R4',
      (facts) => ({
        ...facts,
        vehicle: known(
          [
            { condition: 'ignition', value: Number.NaN },
            { condition: 'engine speed', value: 0 },
            { condition: 'vehicle speed', value: 0 },
          ],
          NOW,
          'test',
        ),
      }),
    ],
    ['RECOVERY_PLAN-R3', gone('workstation')],
    ['RECOVERY_PLAN-R4', withValue('workstation', { freeDiskBytes: 3 * 5_300 - 1 })],
    ['RECOVERY_PLAN-R4', withValue('workstation', { freeDiskBytes: Number.NaN })],
    ['RECOVERY_PLAN-R5', withValue('workstation', { power: { kind: 'battery', percent: 49 } })],
    ['RECOVERY_PLAN-R5', withValue('workstation', { power: { kind: 'battery', percent: Number.NaN } })],
    ['AGREEMENTS-R1', gone('agreements')],
    ['AUTHORITY-R1', gone('authority')],
    ['AUTHORITY-R2', withValue('authority', { pinnedRoot: false })],
    ['AUTHORITY-R3', withValue('authority', { revoked: true })],
    ['AUTHORITY-R4', withValue('authority', { validUntil: NOW })],
    ['AUTHORITY-R4', withValue('authority', { validUntil: millis(Number.NaN) })],
    ['AUTHORITY-R5', withValue('authority', { effects: ['observe', 'actuate', 'code'] })],
    ['AUTHORITY-R6', withValue('authority', { makes: ['other'] })],
    ['DIAGNOSIS_FIRST-R1', gone('diagnosis')],
    ['DIAGNOSIS_FIRST-R2', withValue('diagnosis', { complete: false })],
    ['DIAGNOSIS_FIRST-R3', withValue('diagnosis', { vin: 'XBLTWN0A5SC000043' })],
    ['DIAGNOSIS_FIRST-R4', withValue('diagnosis', { findings: [{ unit: 0x1000, dtc: 'C00100', status: 0x2f }] })],
  ])('%s', (rule, change) => expect(refusing(change(GOOD))).toEqual([rule]));

  test('a unit that is not identified is also a unit without a backup of its own', () => {
    expect(refusing(gone('identity')(GOOD))).toEqual(['DUAL_BACKUP-R3', 'CHECKSUM_MATCH-R4', 'IDENTITY_MATCH-R1']);
    expect(refusing(withValue('identity', { unit: 0x1002 })(GOOD))).toEqual(['DUAL_BACKUP-R3', 'IDENTITY_MATCH-R3']);
    expect(refusing(withValue('backup', { grade: 'C' })(GOOD))).toEqual(['DUAL_BACKUP-R2', 'USER_ACKNOWLEDGMENT-R8']);
    expect(refusing(gone('backup')(GOOD))).toEqual(['DUAL_BACKUP-R1', 'USER_ACKNOWLEDGMENT-R8', 'RECOVERY_PLAN-R2']);
  });

  test('what plan and profile ask for', () => {
    const terms = { id: 'terms', version: '2', sha256: 'ee'.repeat(32) };
    const signed = (...list: (typeof terms)[]): Facts => ({ ...GOOD, agreements: known(list, NOW, 'case') });
    const asks = planned({ agreements: [terms] });
    expect(refusing(GOOD, asks)).toEqual(['AGREEMENTS-R2']);
    expect(refusing(signed({ ...terms, version: '1' }), asks)).toEqual(['AGREEMENTS-R3']);
    expect(refusing(signed({ ...terms, sha256: '00'.repeat(32) }), asks)).toEqual(['AGREEMENTS-R3']);
    expect(refusing(signed(terms), asks)).toEqual([]);
    expect(refusing(GOOD, planned({ recovery: { method: 'write-old-values' } }))).toEqual(['RECOVERY_PLAN-R1']);
    const named = withValue('image', { software: 'NEW' })(GOOD);
    expect(refusing(named, planned({ expectSoftware: 'OTHER' } as Partial<Plan>))).toEqual(['CHECKSUM_MATCH-R6']);
    const strict = { ...demand, profile: { ...demand.profile, publisherRequired: true } };
    expect(refusing(GOOD, strict)).toEqual(['CHECKSUM_MATCH-R5']);
    const mute = { ...demand, profile: { ...demand.profile, conditions: { source: 'x', list: [] } } };
    expect(refusing(GOOD, mute)).toEqual(['VEHICLE_STATE-R5']);
    const found = withValue('diagnosis', { findings: [{ unit: 0x1000, dtc: 'C00100', status: 0x08 }] })(GOOD);
    expect(refusing(found, planned({ setAside: [{ unit: 0x1000, dtc: 'C00100', reason: 'old' }] }))).toEqual([]);
    expect(refusing(found, planned({ setAside: [{ unit: 0x1000, dtc: 'C00100', reason: '' }] }))).toEqual([
      'DIAGNOSIS_FIRST-R4',
    ]);
  });
});

test('[GAT-R2] a gate that throws or answers for another has said no', () => {
  const thrown = ask('VOLTAGE_CHECK', GOOD, demand, NOW, () => {
    throw new Error('sensor');
  });
  expect(thrown).toMatchObject({ gate: 'VOLTAGE_CHECK', holds: false, rule: 'VOLTAGE_CHECK-R99' });
  const other = ask('AUTHORITY', GOOD, demand, NOW, (_, __, ___) => ask('AGREEMENTS', GOOD, demand, NOW));
  expect(other).toMatchObject({ gate: 'AUTHORITY', holds: false });
  const broken = evaluate({} as Facts, demand, NOW);
  expect(broken).toHaveLength(GATES.length);
  expect(broken.every(({ holds }) => !holds)).toBe(true);
});

test('[GAT-R3] every answer can be shown', () => {
  const empty = Object.fromEntries(
    Object.keys(GOOD).map((name) => [name, unknown('nobody knows')]),
  ) as unknown as Facts;
  const answers = [...evaluate(GOOD, demand, NOW), ...evaluate({ ...empty, voltage: [] }, demand, NOW)];
  for (const { gate, rule, measured, wanted, sentence } of answers) {
    expect(rule).toMatch(new RegExp(`^${gate}-R\\d+$`));
    expect(measured).not.toBe('');
    expect(wanted).not.toBe('');
    expect(sentence).toMatch(/^[A-Z].+\.$/s);
    expect(sentence).not.toMatch(/undefined|NaN|\[object/);
  }
});

test('[GAT-R10] after the first erase a missing scan, link, authority or expiry is no reason to stop', () => {
  const later = millis(NOW + 3_600_000);
  const bare: Facts = {
    ...GOOD,
    voltage: GOOD.voltage.map((history) => ({
      ...history,
      samples: history.samples.slice(-1).map((s) => ({ ...s, at: later })),
    })),
    link: unknown('x'),
    workstation: unknown('x'),
    authority: unknown('x'),
    agreements: unknown('x'),
    diagnosis: unknown('x'),
    vehicle: unknown('x'),
  };
  expect(refusing(bare, { ...demandFor(PLAN, 'forward', later), bootId: 'boot-2' }, later)).toEqual([]);
  expect(refusing(GOOD, demandFor(PLAN, 'undo'))).toEqual([]);
  expect(evaluate({} as Facts, demandFor(PLAN, 'undo'), NOW)).toEqual([]);
});
