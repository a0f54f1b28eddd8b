import { wallMillis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codingPlan } from '../../test/samples.js';
import { strictness } from '../../test/strictness.js';
import { checkPlan } from '../plan/check-plan.js';
import type { Plan } from '../plan/plan.js';
import { secondExpertFor } from '../plan/second-expert.js';
import { layOver, readOverlay, statedIn } from './overlay.js';
import type { VehicleProfile } from './profile.js';
import { readProfile } from './profile-file.js';
import { PROFILES } from './profiles.table.js';
import { SAMPLE_CAR } from './sample-car.js';

const MAKE = { id: 'make', version: 1, name: 'A make', make: 'x', voltage: { low: 14_100, high: 14_300 } };
const HEAD = { id: 'garage', version: 3, name: 'Garage units', source: 'measured in the garage', extends: 'make' };
const [gateway, engine, body] = SAMPLE_CAR.units;
const head = codingPlan('x');
const PLAN: Plan = {
  ...head,
  target: { ...head.target, unit: 0x1002 },
  kind: 'coding',
  writes: [{ did: 0x0601, before: '01', after: '02' }],
};
const NOW = wallMillis(1_500_000);

const must = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const laid = (file: object, overlay: object) =>
  layOver(must(readProfile(file)), statedIn(file), must(readOverlay({ ...HEAD, ...overlay })));

test('[PRF-R11][PRF-R13] a make without units gets one, and what its file does not forbid may be done to it', () => {
  const bare = must(readProfile(MAKE));
  const refused = checkPlan(PLAN, bare, NOW);
  expect(refused.ok ? '' : refused.error[0]?.sentence).toMatch(
    /The profile make says .*describes no unit.*0x1002.*--overlay/,
  );
  const { profile, notices } = must(laid(MAKE, { units: [body], allows: ['code'], publisherRequired: false }));
  expect(profile).toMatchObject({
    ...{ id: 'make', forbidden: ['program', 'secure'], publisherRequired: false },
    voltage: { low: 14_100, high: 14_300, soak: 10_000 },
    units: [{ name: 'body' }],
  });
  expect(notices).toEqual([]);
  expect(checkPlan(PLAN, profile, NOW)).toMatchObject({ ok: true });
});

test('[PRF-R13] a unit that is not among others is refused with those that are there', () => {
  const { profile } = must(laid(MAKE, { units: [gateway] }));
  const refused = checkPlan(PLAN, profile, NOW);
  expect(refused.ok ? '' : refused.error[0]?.sentence).toMatch(/0x1002 is not in .*has gateway \(0x1000\).*--overlay/);
});

test('[PRF-R11] what the profile itself states is not lifted, and neither is anything of a profile with units', () => {
  const strict = { ...MAKE, forbidden: ['program', 'secure'], publisherRequired: true };
  const of = must(laid(strict, { units: [body], allows: ['code', 'program'], publisherRequired: false }));
  expect(of.profile).toMatchObject({ forbidden: ['program', 'secure'], publisherRequired: true });
  expect(of.notices).toEqual([
    expect.stringContaining('would take files without a publisher'),
    'The overlay garage cannot allow "program": the profile make forbids it.',
  ]);
  const inhabited = must(laid({ ...MAKE, units: [engine] }, { units: [body], allows: ['code'] }));
  expect(inhabited.profile.forbidden).toContain('code');
  expect(readOverlay({ ...HEAD, allows: ['secure'] }).ok).toBe(false);
});

test('[PRF-R12] a unit that is known is not described anew, by whichever of its addresses', () => {
  if (body === undefined) throw new Error('the sample car has a body unit');
  const { address } = body;
  for (const twin of [
    { ...body, address: { ...address, can: { request: 0x700, response: 0x708 } } },
    { ...body, address: { ...address, logical: 0x2000 } },
    { ...body, address: { logical: 0x2000, can: { request: 0x700, response: address.can.request } } },
  ])
    expect(laid({ ...MAKE, units: [body] }, { units: [twin] })).toMatchObject({
      ok: false,
      error: expect.stringContaining('described anew'),
    });
  expect(laid(MAKE, { units: [body, body] }).ok).toBe(false);
  expect(laid(MAKE, { stricterUnits: [{ unit: 0x1002, safety: 'brake' }] })).toMatchObject({
    error: expect.stringContaining('0x1002 stricter'),
  });
  expect(laid({ ...MAKE, id: 'other' }, {})).toMatchObject({
    error: expect.stringContaining('made for the profile make'),
  });
});

test('[PRF-R12] a known unit becomes stricter, never less strict', () => {
  const wish = { unit: 0x1002, safety: 'steering', safetyRelevantDids: ['0x0601'], secureDids: ['0x0602'] };
  const { profile } = must(laid({ ...MAKE, units: [body] }, { stricterUnits: [wish] }));
  const [unit] = profile.units;
  expect(secondExpertFor(PLAN, unit)).toBe('unit body is a steering unit');
  expect(unit).toMatchObject({ secureDids: [0x0602] });
  expect(unit?.coding?.dids.find(({ did }) => did === 0x0601)?.safetyRelevant).toBe(true);
  const braking = { ...MAKE, units: [{ ...body, safety: 'brake' }] };
  expect(must(laid(braking, { stricterUnits: [wish] })).profile.units[0]?.safety).toBe('brake');
});

const figure = fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined });
const overlays = fc.record({
  limits: fc.record({
    voltage: fc.record({ low: figure, high: figure, critical: figure, ripple: figure, soak: figure, drift: figure }),
    ...{ acknowledgementLife: figure, hold: figure, patience: figure, identityMaxAge: figure },
    batteryPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  }),
  timing: fc.record({ s3: figure, total: figure }),
  publisherRequired: fc.option(fc.boolean(), { nil: undefined }),
  allows: fc.subarray(['code', 'program'] as const),
});

test('[PRF-R10] whatever an overlay says, no limit of a profile that states them becomes looser', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PROFILES.values()), overlays, (base, overlay) => {
      const read = must(readOverlay(JSON.parse(JSON.stringify({ ...HEAD, extends: base.id, ...overlay }))));
      const { profile } = must(layOver(base, statedIn(base), read));
      const before = figures(base);
      for (const [i, value] of figures(profile).entries())
        expect(value).toBeGreaterThanOrEqual(before[i] ?? Number.NaN);
    }),
  );
});

const figures = (profile: VehicleProfile): number[] => [
  ...strictness(profile),
  -profile.timing.s3,
  -profile.timing.total,
  -profile.timing.p2Star,
];
