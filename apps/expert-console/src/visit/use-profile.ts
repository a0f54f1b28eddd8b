import type { UnitProfile, VehicleProfile } from '@baylink/safety';
import { useServices } from '../session/services.js';
import { useVisit } from './visit-context.js';

/**
 * The profile that the shop named in its welcome, as this console knows it. Only for previews and hints: the shop may
 * have tightened its own. Undefined when the name is not known here.
 */
export function useProfile(): VehicleProfile | undefined {
  const { profiles } = useServices();
  const named = useVisit().model.welcome?.vehicle.profile;
  return profiles.find((profile) => profile.id === named);
}

export const unitProfileOf = (profile: VehicleProfile | undefined, unit: number): UnitProfile | undefined =>
  profile?.units.find((one) => one.address.logical === unit);
