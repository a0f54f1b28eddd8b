import { profileOf, type UnitProfile, type VehicleProfile } from '@baylink/safety';
import { useVisit } from './visit-context.js';

/**
 * The profile that the shop named in its welcome, as this console ships it; undefined before the welcome. Only for hints
 * and previews: the shop may have tightened its own. A name that is not known here gives the strictest profile.
 */
export function useProfile(): VehicleProfile | undefined {
  const named = useVisit().model.welcome?.vehicle.profile;
  return named === undefined ? undefined : profileOf(named);
}

export const unitProfileOf = (profile: VehicleProfile | undefined, unit: number): UnitProfile | undefined =>
  profile?.units.find((one) => one.address.logical === unit);
