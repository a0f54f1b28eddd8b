import { expect, test } from 'vitest';
import { strictness } from '../../test/strictness.js';
import { layOver, type Overlay, readOverlay, statedIn } from './overlay.js';
import { type ShopPolicy, shopPolicy } from './policy.js';
import { type VehicleProfile, vehicleProfile } from './profile.js';
import { readProfile } from './profile-file.js';
import { SAMPLE_CAR } from './sample-car.js';
import { emptyBand, tighten } from './tighten.js';
import { UNKNOWN_VEHICLE } from './unknown.js';

const must = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

const { voltage: v, timing: t, workstation: w } = SAMPLE_CAR;

test.each<readonly [name: string, wish: (by: number) => ShopPolicy, there: number, stricter: 1 | -1]>([
  ['voltage.low', (low) => ({ voltage: { low } }), v.low, 1],
  ['voltage.high', (high) => ({ voltage: { high } }), v.high, -1],
  ['voltage.critical', (critical) => ({ voltage: { critical } }), v.critical, 1],
  ['voltage.ripple', (ripple) => ({ voltage: { ripple } }), v.ripple, -1],
  ['voltage.soak', (soak) => ({ voltage: { soak } }), v.soak, 1],
  ['voltage.drift', (drift) => ({ voltage: { drift } }), v.drift, -1],
  ['voltage.agreement', (agreement) => ({ voltage: { agreement } }), v.agreement, -1],
  ['voltage.maxAgeDedicated', (maxAgeDedicated) => ({ voltage: { maxAgeDedicated } }), v.maxAge.dedicated, -1],
  ['voltage.maxAgeShared', (maxAgeShared) => ({ voltage: { maxAgeShared } }), v.maxAge.shared, -1],
  ['acknowledgementLife', (acknowledgementLife) => ({ acknowledgementLife }), t.acknowledgementLife, -1],
  ['hold', (hold) => ({ hold }), t.hold, 1],
  ['patience', (patience) => ({ patience }), t.patience, -1],
  ['identityMaxAge', (identityMaxAge) => ({ identityMaxAge }), t.identityMaxAge, -1],
  ['batteryPercent', (batteryPercent) => ({ batteryPercent }), w.batteryPercent, 1],
])(
  '[PRF-R2][PRF-R3] a stricter %s counts, the same says nothing, a looser one is told by its name',
  (name, wish, there, stricter) => {
    const by = (value: number) => tighten(SAMPLE_CAR, wish(value), 'The wish');
    const sum = (profile: VehicleProfile) => strictness(profile).reduce((all, each) => all + each, 0);
    expect(sum(by(there + stricter).profile)).toBe(sum(SAMPLE_CAR) + 1);
    expect(by(there + stricter).notices).toEqual([]);
    expect(by(there)).toEqual({ profile: SAMPLE_CAR, notices: [] });
    expect(by(there - stricter)).toEqual({
      profile: SAMPLE_CAR,
      notices: [
        `The wish's ${name} ${there - stricter} would loosen the profile's ${there} and is ignored: remove it.`,
      ],
    });
  },
);

test('[PRF-R2] what a shop refuses is refused, and what it adds is added, whatever the profile says', () => {
  const terms = { id: 'terms', version: '1', sha256: 'ee'.repeat(32), title: 'Terms' };
  const lenient = { ...SAMPLE_CAR, publisherRequired: false };
  const { profile, notices } = tighten(lenient, {
    voltage: { stuck: 'refuse' },
    publisherRequired: true,
    forbidden: ['secure'],
    blockingDtcs: ['C0', 'B1'],
    agreements: [terms],
  });
  expect(profile).toMatchObject({ voltage: { stuck: 'refuse' }, publisherRequired: true, forbidden: ['secure'] });
  expect(profile.blockingDtcs.prefixes).toEqual(['056', 'C0', 'B1']);
  const { coding, programming, secure } = profile.agreements;
  expect([coding, programming, secure]).toEqual([[terms], [terms], [terms]]);
  expect(notices).toEqual([]);
  expect(tighten(profile, {})).toEqual({ profile, notices: [] });
  expect(tighten(lenient, { voltage: { stuck: 'tell' }, publisherRequired: false })).toEqual({
    profile: lenient,
    notices: [],
  });
  expect(tighten(UNKNOWN_VEHICLE, { publisherRequired: true }).notices).toEqual([]);
});

test('[PRF-R8] a band of one voltage, or with the critical voltage at its end, is one', () => {
  expect(emptyBand({ ...v, low: 13_900, high: 13_900, critical: 13_900 })).toBeUndefined();
  expect(emptyBand({ ...v, low: 13_901, high: 13_900 })).toContain('13.90 V');
  expect(emptyBand({ ...v, low: 13_600, critical: 13_601 })).toContain('13.60 V');
});

const MAKE = { id: 'make', version: 1, name: 'A make', make: 'x' };
const HEAD = { id: 'garage', version: 3, name: 'Garage units', source: 'measured', extends: 'make' };
const [gateway, engine, body] = SAMPLE_CAR.units;
const laid = (file: object, overlay: Partial<Record<keyof Overlay, unknown>>) =>
  must(layOver(must(readProfile(file)), statedIn(file), must(readOverlay({ ...HEAD, ...overlay }))));

test('[PRF-R10] an overlay that says nothing changes nothing but the name', () => {
  const { profile, notices } = laid(MAKE, {});
  expect(profile).toEqual({ ...must(readProfile(MAKE)), name: 'A make, with Garage units (garage version 3)' });
  expect(notices).toEqual([]);
});

test('[PRF-R10] times of units are taken from an overlay where the profile’s file has none; waits only become shorter', () => {
  const base = must(readProfile(MAKE)).timing;
  const longer = { p2: 1_000, p2Star: 20_000, boot: 60_000, s3: base.s3 + 9, total: base.total + 9 };
  const shorter = { p2: 1, p2Star: 2, boot: 3, s3: 4, total: 5 };
  const { s3, total } = base;
  expect(laid(MAKE, { timing: longer }).profile.timing).toEqual({
    ...base,
    ...longer,
    s3,
    total,
    source: `${base.source}; measured`,
  });
  expect(laid(MAKE, { timing: shorter }).profile.timing).toMatchObject(shorter);
  const stated = { ...MAKE, timing: { p2: 100, p2Star: 3_000, boot: 7_000 } };
  expect(laid(stated, { timing: longer }).profile.timing).toMatchObject({ p2: 100, p2Star: 3_000, boot: 7_000 });
  expect(laid(stated, { timing: shorter }).profile.timing).toMatchObject(shorter);
  expect(laid(MAKE, { timing: { p2: 77 } }).profile.timing).toMatchObject({ p2: 77, p2Star: base.p2Star, s3 });
});

test('[PRF-R10] an overlay adds conditions, and says how units identify where the profile’s file does not', () => {
  const [condition] = SAMPLE_CAR.conditions.list;
  const { source: _, ...identification } = { ...SAMPLE_CAR.identification, vin: 0xf1aa };
  const { profile } = laid(MAKE, { conditions: [condition], identification });
  const base = must(readProfile(MAKE));
  expect(profile.conditions).toEqual({ ...base.conditions, list: [...base.conditions.list, condition] });
  expect(profile.identification).toEqual({ ...identification, source: 'measured' });
  const own = { ...MAKE, identification: SAMPLE_CAR.identification, conditions: SAMPLE_CAR.conditions };
  const kept = laid(own, { conditions: [condition], identification }).profile;
  expect(kept.identification).toEqual(SAMPLE_CAR.identification);
  expect(kept.conditions.list).toEqual([...SAMPLE_CAR.conditions.list, condition]);
});

test('[PRF-R11] each of the two prohibitions is lifted by its own word, and the wish for a publisher by its own', () => {
  for (const effect of ['code', 'program'] as const)
    expect(laid(MAKE, { allows: [effect] }).profile.forbidden).toEqual(
      ['code', 'program', 'secure'].filter((each) => each !== effect),
    );
  const base = must(readProfile(MAKE)).publisherRequired;
  expect(laid(MAKE, {}).profile.publisherRequired).toBe(base);
  expect(laid(MAKE, { publisherRequired: !base }).profile.publisherRequired).toBe(!base);
  expect(laid({ ...MAKE, publisherRequired: false }, { publisherRequired: true }).profile.publisherRequired).toBe(true);
});

test('[PRF-R12] only the unit that is meant becomes stricter, and in all that is said', () => {
  const three = { ...MAKE, units: [gateway, engine, body] };
  const wish = { unit: 0x1002, safety: 'brake', secureDids: [0x0602], secureRoutines: [0x0301] };
  const before = must(readProfile(three)).units;
  const { units } = laid(three, { stricterUnits: [wish] }).profile;
  expect(units.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(units[2]).toMatchObject({ safety: 'brake', secureDids: [0x0602], secureRoutines: [0x0301] });
  const uncoded = { ...MAKE, units: [{ ...body, coding: null }] };
  expect(laid(uncoded, { stricterUnits: [wish] }).profile.units[0]?.coding).toBeNull();
  const stray = { ...HEAD, stricterUnits: [{ unit: 0x1001 }] };
  const only = { ...MAKE, units: [body] };
  expect(layOver(must(readProfile(only)), statedIn(only), must(readOverlay(stray))).ok).toBe(false);
});

test('[PRF-R5] names and texts are there, of whatever length', () => {
  const sha256 = '0a'.repeat(32);
  const terms = { id: 'id', version: '10', sha256, title: 'Terms of use' };
  const takes = (agreement: object) => [
    vehicleProfile.safeParse({ ...SAMPLE_CAR, agreements: { ...SAMPLE_CAR.agreements, coding: [agreement] } }).success,
    shopPolicy.safeParse({ agreements: [agreement] }).success,
  ];
  expect(takes(terms)).toEqual([true, true]);
  for (const change of [{ id: '' }, { version: '' }, { title: '' }, { sha256: `0${sha256}` }, { sha256: `${sha256}0` }])
    expect(takes({ ...terms, ...change })).toEqual([false, false]);
  expect(shopPolicy.safeParse({ voltage: { stuck: 'tell' } }).success).toBe(true);
  const key = 'k'.repeat(43);
  expect(shopPolicy.safeParse({ publishers: [{ name: 'A name', key, makes: ['make'] }] }).success).toBe(true);
  const withRoutine = (routine: object) =>
    vehicleProfile.safeParse({ ...SAMPLE_CAR, units: [{ ...body, routines: [routine] }] }).success;
  expect([withRoutine({ rid: 1, name: 'windows' }), withRoutine({ rid: 1, name: '' }), withRoutine({})]).toEqual([
    true,
    false,
    false,
  ]);
});
