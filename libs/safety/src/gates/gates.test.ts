import { byteCount, type Millis, millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { CODING_PROFILE, codingPlan, DIGEST } from '../../test/samples.js';
import { type Fact, known, unknown } from '../facts/fact.js';
import type { Facts } from '../facts/facts.js';
import type { Plan, ProgrammingPlan } from '../plan/plan.js';
import type { UnitProfile } from '../profile/unit-profile.js';
import { ask, evaluate } from './evaluate.js';
import { type Demand, GATES } from './gate.js';

type Change = (facts: Facts) => Facts;
const demand = demandFor(PLAN, 'arming');

/** The known value of a fact with some members changed. */
function withValue<
  K extends
    | 'identity'
    | 'backup'
    | 'drill'
    | 'rehearsal'
    | 'image'
    | 'acknowledgement'
    | 'link'
    | 'authority'
    | 'workstation'
    | 'diagnosis',
>(name: K, change: Partial<Extract<Facts[K], { known: true }>['value']>, at: Millis = NOW): Change {
  return (facts) => {
    const fact: Fact<unknown> = facts[name];
    return fact.known ? { ...facts, [name]: known({ ...(fact.value as object), ...change }, at, 'test') } : facts;
  };
}
const gone =
  (name: keyof Facts): Change =>
  (facts) => ({ ...facts, [name]: unknown('taken away') });

const refusing = (facts: Facts, asked: Demand = demand, now = NOW): string[] =>
  evaluate(facts, asked, now).flatMap(({ holds, rule }) => (holds ? [] : [rule]));

test('a complete set of facts opens every gate, for programming and for coding', () => {
  expect(refusing(GOOD)).toEqual([]);
  const coding = codingPlan('BLE-ENG-0100');
  expect(refusing(GOOD, demandFor(coding, 'arming'))).toEqual([]);
});

const certified = (
  programming: { able: true; proof: 'tested' | 'claimed' } | { able: false; why: string },
  longestMessage = 4095,
) => ({
  kind: 'certified' as const,
  adapter: 'ELM327 v1.5',
  longestMessage: byteCount(longestMessage),
  programming,
});

/** A record of which a part is missing, as no type would let through. */
const withoutAbility: Change = (facts) =>
  Object.assign({}, facts, { link: known(Object.assign({}, facts.link, { ability: undefined }), NOW, 'test') });

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
    ['LINK_QUALITY-R7', withValue('link', { ability: certified({ able: false, why: 'it drops frames' }) })],
    ['LINK_QUALITY-R8', withValue('link', { ability: certified({ able: true, proof: 'tested' }, Number.NaN) })],
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

  const planned = (change: Partial<Plan>): Demand => ({ ...demand, plan: { ...PLAN, ...change } as Plan });
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
});

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
});

describe('[GAT-R12] the adapter under the link', () => {
  const coding = codingPlan('BLE-ENG-0100');
  const over = (plan: Plan, ability: ReturnType<typeof certified>) =>
    refusing(withValue('link', { ability })(GOOD), demandFor(plan, 'arming'));

  test('one that was seen to be able opens the gate', () => {
    expect(over(PLAN, certified({ able: true, proof: 'tested' }))).toEqual([]);
  });

  test.each(['tested', 'claimed'] as const)('one whose ability is %s is told as such', (proof) => {
    const facts = withValue('link', { ability: certified({ able: true, proof }) })(GOOD);
    const { holds, sentence } = ask('LINK_QUALITY', facts, demandFor(PLAN, 'arming'), NOW);
    expect({ holds, claim: sentence.includes('claim') }).toEqual({ holds: true, claim: proof === 'claimed' });
    const other = ask('LINK_QUALITY', facts, demandFor(coding, 'arming'), NOW);
    expect(other.sentence).not.toContain('claim');
  });

  test('one that cannot program may code what it carries whole', () => {
    const elm = certified({ able: false, why: 'it carries single frames only' }, 7);
    expect(over(PLAN, elm)).toEqual(['LINK_QUALITY-R7']);
    expect(over(coding, elm)).toEqual([]);
    expect(over(coding, { ...elm, longestMessage: byteCount(4) })).toEqual(['LINK_QUALITY-R8']);
  });

  test('the sentence names the adapter and what it lacks', () => {
    const ability = certified({ able: false, why: 'it drops frames' });
    expect(ask('LINK_QUALITY', withValue('link', { ability })(GOOD), demand, NOW).sentence).toBe(
      'This adapter (ELM327 v1.5) cannot program: it drops frames. Use another adapter.',
    );
  });
});

describe('[GAT-R21] what a grade rests on', () => {
  const refused = (request: string, response: string): Change =>
    withValue('backup', { grade: 'B', original: 'ee'.repeat(32), proof: { kind: 'refused', request, response } });
  const agreed = withValue('acknowledgement', { backupGrade: 'B' });

  test.each([
    ['ReadMemoryByAddress, request out of range', '23440000800000000fff', '7f2331'],
    ['RequestUpload, not accepted', '350044000080000000ffff', '7f3570'],
    ['service not supported', '23440000800000000fff', '7f2311'],
  ])('the refusal of the unit: %s', (_, request, response) => {
    expect(refusing(refused(request, response)(agreed(GOOD)))).toEqual([]);
  });

  test.each([
    ['conditions not correct', '2344', '7f2322'],
    ['security access denied', '2344', '7f2333'],
    ['busy', '2344', '7f2321'],
    ['voltage', '2344', '7f2393'],
    ['of another service', '2344', '7f2231'],
    ['to another request', '1003', '7f1011'],
    ['a time-out', '2344', ''],
    ['a positive answer', '2344', '63ffff'],
  ])('no refusal to be read: %s', (_, request, response) => {
    expect(refusing(refused(request, response)(agreed(GOOD)))).toEqual(['DUAL_BACKUP-R6']);
  });

  test('without the original file, or with a file in place of a reading, there is nothing', () => {
    const original = refused('2344', '7f2331')(agreed(GOOD));
    expect(refusing(withValue('backup', { original: null })(original))).toEqual(['DUAL_BACKUP-R6']);
    expect(refusing(withValue('backup', { grade: 'A' })(refused('2344', '7f2331')(GOOD)))).toEqual(['DUAL_BACKUP-R6']);
  });
});
