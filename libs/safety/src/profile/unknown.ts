import type { VehicleProfile } from './profile.js';
import { STRICTEST } from './profile-file.js';

/** A vehicle of which nothing is known: it can be looked at. No unit is listed, so nothing can be coded or programmed. */
export const UNKNOWN_VEHICLE: VehicleProfile = STRICTEST;
