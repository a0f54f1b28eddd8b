import { err, ok, type Result, showHex } from '@baylink/kernel';
import { z } from 'zod';
import { type ShopPolicy, shopPolicy } from './policy.js';
import { type VehicleProfile, vehicleProfile } from './profile.js';
import { faultsOf, withNumbers } from './profile-file.js';
import { tighten } from './tighten.js';
import { type UnitProfile, unitProfile } from './unit-profile.js';

const { shape } = vehicleProfile;
const did = z.int().min(0).max(0xffff);

/** What is stricter about a unit that the profile has already. */
const stricterUnit = z.strictObject({
  unit: z.int().min(0).max(0xffff),
  safety: z.enum(['airbag', 'brake', 'steering']).optional(),
  safetyRelevantDids: z.array(did).default([]),
  secureDids: z.array(did).default([]),
  secureRoutines: z.array(z.int()).default([]),
});

/**
 * What somebody else than the publisher of a profile knows of these vehicles: above all their units. Every limit is one-sided as
 * in a shop's policy.
 */
const overlayFile = z.strictObject({
  id: shape.id,
  version: shape.version,
  name: shape.name,
  /** Where its figures come from. */
  source: z.string().min(1),
  /** Id of the profile that it is laid on. */
  extends: shape.id,
  limits: shopPolicy.omit({ publishers: true }).optional(),
  timing: shape.timing.pick({ s3: true, p2: true, p2Star: true, boot: true, total: true }).partial().optional(),
  conditions: shape.conditions.shape.list.default([]),
  identification: shape.identification.omit({ source: true }).optional(),
  /** What may be done to the units below, where the profile has none and its file forbids nothing of itself. `secure` is never among it. */
  allows: z.array(z.enum(['code', 'program'])).default([]),
  publisherRequired: z.boolean().optional(),
  units: z.array(unitProfile).default([]),
  stricterUnits: z.array(stricterUnit).default([]),
});
export type Overlay = z.infer<typeof overlayFile>;

/** An overlay from the parsed JSON of its file, or one sentence with everything that is wrong with it. */
export function readOverlay(json: unknown): Result<Overlay, string> {
  const read = overlayFile.safeParse(withNumbers(json));
  return read.success ? ok(read.data) : err(faultsOf(read.error));
}

/** Members that the profile's own file states, and that only it may loosen. */
export type Stated = ReadonlySet<string>;

export const statedIn = (json: unknown): Stated =>
  new Set(typeof json === 'object' && json !== null ? Object.entries(json).flatMap(pathsOf) : []);

const pathsOf = ([key, value]: [string, unknown]): string[] => [
  key,
  ...(key === 'timing' && typeof value === 'object' && value !== null
    ? Object.keys(value).map((inner) => `timing.${inner}`)
    : []),
];

/** The profile with what the overlay adds. No limit becomes looser; what would is told and ignored. */
export function layOver(
  base: VehicleProfile,
  stated: Stated,
  overlay: Overlay,
): Result<{ readonly profile: VehicleProfile; readonly notices: readonly string[] }, string> {
  if (overlay.extends !== base.id)
    return err(`it is made for the profile ${overlay.extends}, and this is ${base.id}: use it with that one`);
  const units = unitsOf(base.units, overlay);
  if (!units.ok) return units;
  const lifted = stated.has('forbidden') || base.units.length > 0 ? [] : overlay.allows;
  const { profile, notices } = tighten(
    {
      ...base,
      name: `${base.name}, with ${overlay.name} (${overlay.id} version ${overlay.version})`,
      timing: timingOf(base, stated, overlay),
      conditions: { ...base.conditions, list: [...base.conditions.list, ...overlay.conditions] },
      identification:
        stated.has('identification') || overlay.identification === undefined
          ? base.identification
          : { ...overlay.identification, source: overlay.source },
      forbidden: base.forbidden.filter((effect) =>
        effect !== 'code' && effect !== 'program' ? true : !lifted.includes(effect),
      ),
      publisherRequired: stated.has('publisherRequired')
        ? base.publisherRequired
        : (overlay.publisherRequired ?? base.publisherRequired),
      units: units.value,
    },
    limitsOf(overlay),
    `The overlay ${overlay.id}`,
  );
  const kept = overlay.allows.filter((effect) => profile.forbidden.includes(effect));
  return ok({
    profile,
    notices: [
      ...notices,
      ...kept.map((effect) => `The overlay ${overlay.id} cannot allow "${effect}": the profile ${base.id} forbids it.`),
    ],
  });
}

const limitsOf = ({ limits, publisherRequired }: Overlay): ShopPolicy => ({
  ...limits,
  ...(publisherRequired === undefined ? {} : { publisherRequired }),
});

/** P2, P2* and boot times are facts of units; what keeps a session or ends a wait only becomes shorter. */
function timingOf(base: VehicleProfile, stated: Stated, { timing = {}, source }: Overlay): VehicleProfile['timing'] {
  const fact = (name: 'p2' | 'p2Star' | 'boot'): number =>
    stated.has(`timing.${name}`)
      ? Math.min(base.timing[name], timing[name] ?? base.timing[name])
      : (timing[name] ?? base.timing[name]);
  const shorter = (name: 's3' | 'total'): number => Math.min(base.timing[name], timing[name] ?? base.timing[name]);
  return {
    ...base.timing,
    source: Object.keys(timing).length === 0 ? base.timing.source : `${base.timing.source}; ${source}`,
    ...{ p2: fact('p2'), p2Star: fact('p2Star'), boot: fact('boot') },
    ...{ s3: shorter('s3'), total: shorter('total') },
  };
}

/** Units that are there only become stricter; a new one takes nobody's address. */
function unitsOf(there: readonly UnitProfile[], { units, stricterUnits }: Overlay): Result<UnitProfile[], string> {
  const all = [...there];
  for (const unit of units) {
    const other = all.find((known) => shareAddress(known, unit));
    if (other !== undefined)
      return err(
        `its unit ${unit.name} has an address of the unit ${other.name}: a unit that is known cannot be described anew`,
      );
    all.push(unit);
  }
  for (const { unit: wanted } of stricterUnits)
    if (!there.some(({ address }) => address.logical === wanted))
      return err(`it wants unit ${showHex(wanted, 4)} stricter, and the profile has no such unit`);
  return ok(all.map((unit) => stricterUnits.filter((one) => one.unit === unit.address.logical).reduce(stricter, unit)));
}

function shareAddress({ address: a }: UnitProfile, { address: b }: UnitProfile): boolean {
  const ids = [a.can.request, a.can.response];
  return a.logical === b.logical || ids.includes(b.can.request) || ids.includes(b.can.response);
}

const stricter = (unit: UnitProfile, more: Overlay['stricterUnits'][number]): UnitProfile => ({
  ...unit,
  safety: unit.safety ?? more.safety ?? null,
  secureDids: [...unit.secureDids, ...more.secureDids],
  secureRoutines: [...unit.secureRoutines, ...more.secureRoutines],
  coding:
    unit.coding === null
      ? null
      : {
          ...unit.coding,
          dids: unit.coding.dids.map((entry) =>
            more.safetyRelevantDids.includes(entry.did) ? { ...entry, safetyRelevant: true } : entry,
          ),
        },
});
