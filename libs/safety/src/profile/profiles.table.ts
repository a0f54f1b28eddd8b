import type { VehicleProfile } from './profile.js';
import { SAMPLE_CAR } from './sample-car.js';
import { UNKNOWN_VEHICLE } from './unknown.js';

/** The profiles that ship, by id. */
export const PROFILES: ReadonlyMap<string, VehicleProfile> = new Map(
  [SAMPLE_CAR, UNKNOWN_VEHICLE].map((profile) => [profile.id, profile]),
);

/** An id that nobody knows gets the strictest profile. */
export const profileOf = (id: string): VehicleProfile => PROFILES.get(id) ?? UNKNOWN_VEHICLE;
