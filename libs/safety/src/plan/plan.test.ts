import { wallMillis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { CODING_PROFILE, codingPlan, ENGINE, IMAGE, programmingPlan } from '../../test/samples.js';
import type { VehicleProfile } from '../profile/profile.js';
import { SAMPLE_CAR } from '../profile/sample-car.js';
import type { SecurityAccess } from '../profile/unit-profile.js';
import { UNKNOWN_VEHICLE } from '../profile/unknown.js';
import { checkPlan } from './check-plan.js';
import { memoryFault } from './memory-map.js';
import type { CodingPlan, Plan, ProgrammingPlan } from './plan.js';
import { secondExpertFor } from './second-expert.js';
import { strictest } from './strictest.js';

const WALL = wallMillis(1_500_000);
const coding = codingPlan('S') as CodingPlan;
const programming = programmingPlan('S') as ProgrammingPlan;
const [first, second] = coding.writes;

function rules(plan: Plan, wall = WALL, profile = CODING_PROFILE): string[] {
  const checked = checkPlan(plan, profile, wall);
  return checked.ok ? [] : checked.error.map(({ rule }) => rule);
}
const writing = (...writes: CodingPlan['writes']): Plan => ({ ...coding, writes });

test('a sound plan has no fault, and is given back', () => {
  for (const plan of [coding, programming])
    expect(checkPlan(plan, CODING_PROFILE, WALL)).toEqual({ ok: true, value: plan });
});

test('[PLN-R1] expiry counts to the millisecond, and no number never passes', () => {
  expect(rules(coding, wallMillis(1_999_999))).toEqual([]);
  expect(rules(coding, wallMillis(2_000_000))).toEqual(['PLN-R1']);
  expect(rules(coding, wallMillis(Number.NaN))).toEqual(['PLN-R1']);
  expect(rules({ ...coding, iat: 2_001 })).toEqual(['PLN-R1']);
  expect(rules({ ...coding, iat: coding.exp })).toEqual([]);
});

test('[PLN-R2] a unit that the profile does not have, or not for this', () => {
  expect(rules({ ...coding, target: { ...coding.target, unit: 0x1099 } })).toEqual(['PLN-R2']);
  expect(rules({ ...programming, target: { ...programming.target, unit: 0x1002 } })).toEqual(['PLN-R2']);
  expect(rules(programming, WALL, UNKNOWN_VEHICLE)).toEqual(['PLN-R2']);
});

test('[PLN-R2] a unit that is not there is told with those that are, or that there is none', () => {
  const stray = { ...coding, target: { ...coding.target, unit: 0x1099 } };
  const told = (profile: typeof CODING_PROFILE) => JSON.stringify(checkPlan(stray, profile, WALL));
  expect(told(CODING_PROFILE)).toContain('Unit 0x1099 is not in the profile sample-car, which has gateway (0x1000)');
  expect(told(UNKNOWN_VEHICLE)).toContain('describes no unit, so that nothing of 0x1099 can be written');
});

test('[PLN-R3] none and too many', () => {
  expect(rules(writing())).toEqual(['PLN-R3']);
  expect(rules({ ...programming, snapshot: Array.from({ length: 65 }, (_, i) => i) })).toEqual(['PLN-R3']);
});

test('[PLN-R4][PLN-R5][PLN-R6] DIDs and values', () => {
  if (first === undefined || second === undefined) throw new Error('two writes');
  const secure = {
    ...CODING_PROFILE,
    units: CODING_PROFILE.units.map((unit) => ({ ...unit, secureDids: [0x0610] })),
  };
  expect(rules(writing({ ...first, did: 0xf190 }))).toEqual(['PLN-R4']);
  expect(rules(writing(first), WALL, secure)).toEqual(['PLN-R4']);
  expect(rules(writing({ ...first, after: '04' }))).toEqual(['PLN-R5']);
  expect(rules(writing({ ...first, before: '042100' }))).toEqual(['PLN-R5']);
  expect(rules(writing({ ...first, after: 'zzzz' }))).toEqual(['PLN-R5']);
  expect(rules(writing({ ...first, after: first.before }))).toEqual(['PLN-R6']);
  expect(rules(writing(first, first))).toEqual(['PLN-R6']);
});

test('[PLN-R7][PLN-R8] empty file, recovery of the other kind, all faults together', () => {
  expect(rules({ ...programming, file: { ...programming.file, size: 0 } })).toEqual(['PLN-R7']);
  expect(rules({ ...programming, original: { ...programming.file, size: 0 } })).toEqual(['PLN-R7']);
  expect(rules({ ...programming, recovery: { method: 'write-old-values' } })).toEqual(['PLN-R8']);
  expect(rules({ ...coding, recovery: { method: 'restore-backup' }, exp: 0, iat: 0 })).toEqual(['PLN-R1', 'PLN-R8']);
});

test('[PLN-R9] ranges against the memory map', () => {
  const unit = SAMPLE_CAR.units.find(({ address }) => address.logical === ENGINE);
  const fault = (...segments: { address: number; size: number }[]) => memoryFault(segments, unit)?.sentence;
  expect(memoryFault(IMAGE.segments, unit)).toBeUndefined();
  expect(fault({ address: 0x8000, size: 0xf8000 })).toBeUndefined();
  expect(fault({ address: 0x7fff, size: 2 })).toContain('0x00007FFF');
  expect(fault({ address: 0x8000, size: 0xf8001 })).toContain('0x00100000');
  expect(fault({ address: 0x8000, size: Number.NaN })).toContain('may only be written');
  expect(fault({ address: 0x8000, size: 16 }, { address: 0x800f, size: 1 })).toContain('overlap at 0x0000800F');
  expect(fault()).toContain('no data');
  expect(fault(...Array.from({ length: 65 }, (_, i) => ({ address: 0x8000 + 32 * i, size: 1 })))).toContain('65');
  expect(memoryFault(IMAGE.segments, undefined)?.sentence).toContain('no memory');
});

const engine = SAMPLE_CAR.units.find(({ address }) => address.logical === ENGINE);
const engineWith = (change: Partial<NonNullable<typeof engine>>) => ({
  ...CODING_PROFILE,
  units: CODING_PROFILE.units.map((unit) => (unit.address.logical === ENGINE ? { ...unit, ...change } : unit)),
});

test('[PLN-R2] a unit without coding takes none', () => {
  expect(rules(coding, WALL, engineWith({ coding: null }))).toEqual(['PLN-R2']);
});

test('[PLN-R3] 64 of each are allowed, 65 are not', () => {
  const dids = Array.from({ length: 65 }, (_, i) => ({
    did: 0x2000 + i,
    name: `value ${i}`,
    length: 1,
    safetyRelevant: false,
  }));
  const profile = engineWith({ coding: engine?.coding ? { ...engine.coding, dids } : null });
  const writes = dids.map(({ did }) => ({ did, before: '00', after: '01' }));
  expect(rules(writing(...writes.slice(1)), WALL, profile)).toEqual([]);
  expect(rules(writing(...writes), WALL, profile)).toEqual(['PLN-R3']);
  expect(rules({ ...programming, snapshot: Array.from({ length: 64 }, (_, i) => i) })).toEqual([]);
});

test('[PLN-R7] an original that holds something', () => {
  expect(rules({ ...programming, original: { ...programming.file, size: 1 } })).toEqual([]);
});

test('[PLN-R10] limits of the expert: sound ones, contradicting ones, none', () => {
  const { low, high } = CODING_PROFILE.voltage;
  expect(rules({ ...coding, limits: { voltage: { low: high } } })).toEqual([]);
  expect(rules({ ...coding, limits: { voltage: { low: high + 1 } } })).toEqual(['PLN-R10']);
  expect(rules({ ...coding, limits: { voltage: { high: low - 1 } } })).toEqual(['PLN-R10']);
  expect(strictest(CODING_PROFILE, { limits: undefined })).toBe(CODING_PROFILE);
  expect(strictest(CODING_PROFILE, { limits: { voltage: { low: low + 100 } } }).voltage.low).toBe(low + 100);
  expect(strictest(CODING_PROFILE, { limits: { voltage: { low: low - 100 } } }).voltage.low).toBe(low);
});

test('[PLN-R10] what the profile itself contradicts is not laid to an expert without limits', () => {
  const { voltage } = CODING_PROFILE;
  expect(rules(coding, WALL, { ...CODING_PROFILE, voltage: { ...voltage, low: voltage.high + 1 } })).toEqual([]);
});

test('[PLN-R9] overlaps are found in any order, touching ranges and 64 of them are sound, and the map is named', () => {
  const fault = (...segments: { address: number; size: number }[]) => memoryFault(segments, engine);
  const [low, high] = [
    { address: 0x8000, size: 16 },
    { address: 0x8010, size: 16 },
  ];
  expect(fault(low, high)).toBeUndefined();
  expect(fault(high, low)).toBeUndefined();
  expect(fault(high, { ...low, size: 17 })?.sentence).toContain('overlap at 0x00008010');
  expect(fault({ address: 0x9000, size: 4 }, { ...low, size: 17 }, high)?.sentence).toContain('overlap at 0x00008010');
  expect(fault(...Array.from({ length: 64 }, (_, i) => ({ address: 0x8000 + 32 * i, size: 1 })))).toBeUndefined();
  expect(fault({ address: 0, size: 1 })).toMatchObject({
    measured: '0x00000000 to 0x00000000',
    wanted: '0x00008000 to 0x000FFFFF',
  });
});

test.each([
  [0x8000, 0],
  [0x8000, -1],
  [0x8000, 1.5],
  [0x8000, Number.NaN],
  [32_768.5, 1],
  [Number.NaN, 1],
])('[PLN-R9] a range from %d of %d bytes lies in no memory', (address, size) => {
  expect(memoryFault([{ address, size }], engine)?.sentence).toContain('may only be written');
});

test('[PLN-R11] two experts for a unit that stops, steers or protects, and for values that matter to it', () => {
  if (engine === undefined || first === undefined || second === undefined) throw new Error('the sample car');
  const dids = [
    { did: first.did, name: 'first', length: 2, safetyRelevant: true },
    { did: second.did, name: 'second', length: 1, safetyRelevant: false },
  ];
  const plain = { ...engine, safety: null };
  const relevant = { ...plain, coding: engine.coding && { ...engine.coding, dids } };
  expect(secondExpertFor(coding, undefined)).toBeUndefined();
  for (const plan of [coding, programming]) {
    expect(secondExpertFor(plan, plain)).toBeUndefined();
    for (const safety of ['airbag', 'brake', 'steering'] as const)
      expect(secondExpertFor(plan, { ...plain, safety })).toBe(`unit ${engine.name} is a ${safety} unit`);
  }
  expect(secondExpertFor({ ...coding, writes: [second, first] }, relevant)).toContain('(first)');
  expect(secondExpertFor({ ...coding, writes: [second] }, relevant)).toBeUndefined();
  expect(secondExpertFor(programming, relevant)).toBeUndefined();
  expect(secondExpertFor(coding, { ...plain, coding: null })).toBeUndefined();
});

test('[PLN-R14] a plan for a unit whose key is its maker’s secret is refused, and one with a published key is not', () => {
  const withKey = (algorithm: SecurityAccess['algorithm']): VehicleProfile => ({
    ...SAMPLE_CAR,
    units: SAMPLE_CAR.units.map((unit) => ({
      ...unit,
      coding: unit.coding && { ...unit.coding, security: { level: 3, algorithm } },
      programming: unit.programming && { ...unit.programming, security: { level: 1, algorithm } },
    })),
  });
  const faultsOf = (plan: Plan, profile: VehicleProfile): readonly string[] => {
    const checked = checkPlan(plan, profile, WALL);
    return checked.ok ? [] : checked.error.flatMap(({ rule, sentence }) => (rule === 'PLN-R14' ? [sentence] : []));
  };
  for (const plan of [coding, programming]) {
    expect(faultsOf(plan, withKey('secret'))).toEqual([expect.stringMatching(/0x1001.*secret.*maker's own tool/)]);
    expect(faultsOf(plan, withKey({ source: 'a test', steps: [{ do: 'complement' }] }))).toEqual([]);
  }
});
