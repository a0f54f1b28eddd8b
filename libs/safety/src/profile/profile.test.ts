import { wallMillis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { briefOf, programmingPlan } from '../../test/samples.js';
import { strictness } from '../../test/strictness.js';
import { checkPlan } from '../plan/check-plan.js';
import { openJob } from '../write-job/machine.js';
import { type ShopPolicy, shopPolicy } from './policy.js';
import { vehicleProfile } from './profile.js';
import { readProfile } from './profile-file.js';
import { PROFILES, profileOf } from './profiles.table.js';
import { SAMPLE_CAR } from './sample-car.js';
import { emptyBand, tighten } from './tighten.js';
import { UNKNOWN_VEHICLE } from './unknown.js';

/** Paths of figures that no source stands over. */
function unsourced(value: unknown, path: string, sourced: boolean): string[] {
  if (typeof value === 'number') return sourced ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  const here = sourced || 'source' in value;
  return Object.entries(value).flatMap(([key, inner]) => unsourced(inner, `${path}.${key}`, here));
}

test.each([...PROFILES.values()])('[PRF-R1] every figure of $id has a source', (profile) => {
  expect(unsourced(profile, profile.id, false)).toEqual([`${profile.id}.version`]);
});

test.each([...PROFILES.values()])(
  '[PRF-R5] $id fits its schema, and a profile with another member does not',
  (profile) => {
    expect(vehicleProfile.parse(profile)).toEqual(profile);
    expect(vehicleProfile.safeParse({ ...profile, override: true }).success).toBe(false);
    expect(vehicleProfile.safeParse({ ...profile, voltage: { ...profile.voltage, low: '13.6' } }).success).toBe(false);
  },
);

test('[PRF-R4] nobody knows the vehicle', () => {
  expect(profileOf('no-such-car')).toBe(UNKNOWN_VEHICLE);
  expect(UNKNOWN_VEHICLE).toMatchObject({ units: [], forbidden: ['code', 'program', 'secure'] });
  expect(UNKNOWN_VEHICLE.voltage).toMatchObject({ low: 13_600, high: 14_200, stuck: 'refuse' });
});

const figure = fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined });
const policies = fc
  .record({
    voltage: fc.record({
      low: figure,
      high: figure,
      critical: figure,
      ripple: figure,
      soak: figure,
      drift: figure,
      agreement: figure,
      maxAgeDedicated: figure,
      maxAgeShared: figure,
      stuck: fc.constantFrom('tell', 'refuse', undefined),
    }),
    acknowledgementLife: figure,
    hold: figure,
    patience: figure,
    identityMaxAge: figure,
    publisherRequired: fc.option(fc.boolean(), { nil: undefined }),
    forbidden: fc.subarray(['observe', 'code', 'program'] as const),
    blockingDtcs: fc.subarray(['056', 'C0', 'A']),
  })
  .map((policy) => policy as ShopPolicy);

test('[PRF-R2] whatever policies come, in whatever order, no limit becomes looser', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PROFILES.values()), policies, policies, (profile, one, two) => {
      const tightened = tighten(profile, one).profile;
      const before = strictness(profile);
      for (const [i, value] of strictness(tightened).entries())
        expect(value).toBeGreaterThanOrEqual(before[i] ?? Number.NaN);
      expect(strictness(tighten(tightened, one).profile).slice(0, -2)).toEqual(strictness(tightened).slice(0, -2));
      const either = tighten(tightened, two).profile;
      const other = tighten(tighten(profile, two).profile, one).profile;
      expect(strictness(either)).toEqual(strictness(other));
    }),
  );
});

test('[PRF-R3] a looser wish is ignored and told', () => {
  const { profile, notices } = tighten(SAMPLE_CAR, {
    voltage: { low: 12_000, high: 14_000, maxAgeDedicated: 5_000 },
    hold: 1,
  });
  expect(profile.voltage).toMatchObject({ low: 13_600, high: 14_000, maxAge: { dedicated: 250 } });
  expect(profile.timing.hold).toBe(3_000);
  expect(notices).toHaveLength(3);
  expect(notices[0]).toBe("The policy's voltage.low 12000 would loosen the profile's 13600 and is ignored: remove it.");
  expect(tighten(UNKNOWN_VEHICLE, { voltage: { stuck: 'tell' }, publisherRequired: false }).notices).toHaveLength(2);
});

test('[PRF-R6][PRF-R5] no member of the policy switches anything off', () => {
  for (const member of ['override', 'gates', 'disable', 'skip', 'force', 'units'])
    expect(shopPolicy.safeParse({ [member]: true }).success).toBe(false);
  expect(shopPolicy.safeParse({}).success).toBe(true);
  expect(shopPolicy.safeParse({ voltage: { low: 13.8 } }).success).toBe(false);
});

test('[PRF-R7] a file with one figure is the strictest profile in everything else', () => {
  const read = readProfile({
    ...{ id: 'coupe', version: 4, name: 'Coupé', make: 'x' },
    voltage: { low: 13_900, sources: { low: 'a bulletin' } },
    units: [],
  });
  if (!read.ok) throw new Error(read.error);
  const { voltage, ...rest } = read.value;
  expect(rest).toEqual({ ...UNKNOWN_VEHICLE, voltage: undefined, id: 'coupe', version: 4, name: 'Coupé', make: 'x' });
  expect(voltage).toMatchObject({ low: 13_900, high: 14_200, stuck: 'refuse' });
  expect(voltage.sources).toMatchObject({ low: 'a bulletin', high: UNKNOWN_VEHICLE.voltage.sources.high });
});

test('[PRF-R7] everything that is wrong is told at once', () => {
  const read = readProfile({ id: 'Coupé', version: 0, name: 'n', make: 'm', gates: [], voltage: { low: 'much' } });
  expect(read.ok ? '' : read.error).toMatch(/^id: .*version: .*voltage.low: .*"gates"/);
  expect(readProfile(undefined).ok).toBe(false);
});

test('[PRF-R8] a contradiction is told, and no voltage holds in it', () => {
  expect(emptyBand(SAMPLE_CAR.voltage)).toBeUndefined();
  const { profile } = tighten(SAMPLE_CAR, { voltage: { low: 14_100, high: 13_800 } });
  expect(emptyBand(profile.voltage)).toContain('14.10 V to 13.80 V');
  expect(emptyBand({ ...SAMPLE_CAR.voltage, critical: 13_700 })).toContain('critical below 13.70 V');
});

test('[PRF-R9] of profile, shop and expert the strictest counts, figure by figure', () => {
  const limits = fc.record({
    voltage: fc.record({ low: figure, high: figure, ripple: figure, soak: figure }),
    batteryPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...PROFILES.values()), policies, limits, (profile, shop, wanted) => {
      const atShop = tighten(profile, shop).profile;
      const plan = { ...programmingPlan('x'), limits: wanted };
      const job = openJob({ ...briefOf(plan), profile: atShop }).brief.profile;
      const [least, force] = [strictness(atShop), strictness(job)];
      for (const [i, value] of force.entries()) expect(value).toBeGreaterThanOrEqual(least[i] ?? Number.NaN);
      const { low = 0, high = Number.POSITIVE_INFINITY, ripple = Number.POSITIVE_INFINITY, soak = 0 } = wanted.voltage;
      expect(job.voltage.low).toBe(Math.max(profile.voltage.low, shop.voltage?.low ?? 0, low));
      expect(job.voltage.high).toBe(Math.min(profile.voltage.high, shop.voltage?.high ?? high, high));
      expect(job.voltage.ripple).toBe(Math.min(profile.voltage.ripple, shop.voltage?.ripple ?? ripple, ripple));
      expect(job.voltage.soak).toBe(Math.max(profile.voltage.soak, shop.voltage?.soak ?? 0, soak));
      expect(job.workstation.batteryPercent).toBeGreaterThanOrEqual(wanted.batteryPercent ?? 0);
    }),
  );
});

test('[PLN-R10] an expert who asks for what the maker forbids is told', () => {
  const plan = { ...programmingPlan('x'), limits: { voltage: { low: 14_500 } } };
  const checked = checkPlan(plan, SAMPLE_CAR, wallMillis(1_500_000));
  expect(checked).toMatchObject({
    ok: false,
    error: [{ rule: 'PLN-R10', sentence: expect.stringContaining('14.50 V') }],
  });
});
