import type { ShopBody } from '@baylink/contracts';
import { profileOf, type UnitProfile, type VehicleProfile, vehicleProfile } from '@baylink/safety';
import { useVisit } from './visit-context.js';

type Welcome = Extract<ShopBody, { kind: 'welcome' }>;

/**
 * What the shop judges by, with every overlay and its own policy, as it said in its welcome; undefined before that. Only
 * for hints and previews: the shop judges by its own copy.
 */
export function useProfile(): VehicleProfile | undefined {
  return profileIn(useVisit().model.welcome);
}

const known = new WeakMap<Welcome, VehicleProfile>();

/** Of a shop that sends no limits the profile of this name, as this console ships it; a name that is not known here gives the strictest. */
export function profileIn(welcome: Welcome | undefined): VehicleProfile | undefined {
  if (welcome === undefined) return undefined;
  const read = known.get(welcome) ?? limitsIn(welcome) ?? profileOf(welcome.vehicle.profile);
  known.set(welcome, read);
  return read;
}

/** The limits in force, where the shop sent them and this console understands them. */
export function limitsIn({ limits }: Welcome): VehicleProfile | undefined {
  if (limits === undefined) return undefined;
  try {
    return vehicleProfile.safeParse(JSON.parse(limits.profile)).data;
  } catch {
    return undefined;
  }
}

export const unitProfileOf = (profile: VehicleProfile | undefined, unit: number): UnitProfile | undefined =>
  profile?.units.find((one) => one.address.logical === unit);
