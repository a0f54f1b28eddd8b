import type { VehicleProfile } from '@baylink/safety';
import { LEGISLATED_UNITS, type UnitAddress } from '@baylink/transport-vehicle';

/** Whom the link is opened for: the units of the profile, or where it lists none those that any car may have. */
export const reachableUnits = ({ units }: Pick<VehicleProfile, 'units'>): readonly UnitAddress[] =>
  units.length === 0 ? LEGISLATED_UNITS : units.map(({ address }) => address);
