import { DEFAULT_LIMITS, DEFAULT_VOLTAGE } from './default-limits.js';
import type { VehicleProfile } from './profile.js';

/** A vehicle of which nothing is known: it can be looked at. No unit is listed, so nothing can be coded or programmed. */
export const UNKNOWN_VEHICLE: VehicleProfile = {
  id: 'unknown',
  name: 'Unknown vehicle (strictest limits)',
  make: 'unknown',
  ...DEFAULT_LIMITS,
  voltage: DEFAULT_VOLTAGE,
  conditions: { source: 'nothing is known of this vehicle', list: [] },
  agreements: { source: 'nothing is known of this vehicle', coding: [], programming: [], secure: [] },
  blockingDtcs: { source: 'every code blocks until it is set aside', prefixes: [...'0123456789ABCDEF'] },
  publisherRequired: true,
  forbidden: ['code', 'program', 'secure'],
  units: [],
};
