import type { VehicleProfile } from './profile.js';

type Limits = Pick<VehicleProfile, 'timing' | 'link' | 'workstation' | 'identification'>;

const OWN = 'Baylink default, deliberately strict';

/** What every profile begins with. */
export const DEFAULT_LIMITS: Limits = {
  timing: {
    source: `${OWN}; sessions and responses after ISO 14229-2`,
    identityMaxAge: 5_000,
    vehicleMaxAge: 5_000,
    acknowledgementLife: 120_000,
    hold: 3_000,
    patience: 600_000,
    pauseLimit: 900_000,
    boot: 10_000,
    s3: 5_000,
    p2: 50,
    p2Star: 5_000,
    total: 120_000,
  },
  link: { source: OWN, probes: 5, maxAge: 10_000 },
  workstation: { source: OWN, diskFactor: 3, batteryPercent: 50 },
  identification: {
    source: 'ISO 14229-1 annex C.1',
    vin: 0xf190,
    partNumber: 0xf187,
    hardware: 0xf191,
    software: 0xf189,
    serial: 0xf18c,
  },
};

/** The band when nobody has said another one, and what all readings have in common. */
export const DEFAULT_VOLTAGE: VehicleProfile['voltage'] = {
  source: 'Baylink default: no figure of the maker is known; ripple from an OE table collected by Clore Automotive',
  low: 13_600,
  high: 14_200,
  critical: 10_500,
  ripple: 100,
  rippleWindow: 1_000,
  soak: 10_000,
  drift: 300,
  agreement: 300,
  maxAge: { dedicated: 250, shared: 1_000 },
  stuck: 'refuse',
  stuckAfter: 10_000,
  resume: { margin: 200, hold: 3_000 },
};
