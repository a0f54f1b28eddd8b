import { z } from 'zod';
import { unitProfile } from './unit-profile.js';

/** Where a figure comes from: every object that holds figures names it, or stands inside one that does. */
const source = z.string().min(1);
const ms = z.number().positive();
const mv = z.int().positive();

/** Those that makers publish, each with a source of its own where it has one. */
export const VOLTAGE_FIGURES = ['low', 'high', 'critical', 'ripple', 'rippleWindow', 'soak', 'drift'] as const;

/** The band of the supply while a unit is written, and how its readings are judged. Millivolts and milliseconds. */
const voltage = z.strictObject({
  /** Of every figure that `sources` does not name. */
  source,
  sources: z.partialRecord(z.enum(VOLTAGE_FIGURES), source),
  low: mv,
  high: mv,
  /** Below it nothing more is sent. */
  critical: mv,
  /** Peak to peak within `rippleWindow`. */
  ripple: mv,
  rippleWindow: ms,
  /** The band must have held for this long before a write begins. */
  soak: ms,
  /** Highest minus lowest over the soak. */
  drift: mv,
  /** Two sources may differ by this much. */
  agreement: mv,
  maxAge: z.strictObject({ dedicated: ms, shared: ms }),
  /** A reading that has not moved by one millivolt for `stuckAfter` is told, or refused; no file lets it stand for longer than ten seconds. */
  stuck: z.enum(['tell', 'refuse']),
  stuckAfter: ms.max(10_000),
  /** After a sag: this much above `low`, for this long. */
  resume: z.strictObject({ margin: mv, hold: ms }),
});

/** One thing that must be so before a unit is written: read from `unit` by `did`, first `length` bytes big-endian. */
const condition = z.strictObject({
  name: z.string().min(1),
  unit: z.int(),
  did: z.int(),
  length: z.int().min(1).max(4),
  /** Value = raw x scale + offset, in `unitOfMeasure`. */
  scale: z.number(),
  offset: z.number(),
  unitOfMeasure: z.string(),
  min: z.number(),
  max: z.number(),
  /** What to do when it is not so: "switch the ignition on". */
  remedy: z.string().min(1),
});

const agreement = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  title: z.string().min(1),
});

export const vehicleProfile = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'an id is lower-case letters, digits and hyphens'),
  /** Grows with every change: a shop takes no older one than it has used before. */
  version: z.int().positive(),
  name: z.string().min(1),
  /** Lower case; what an expert's certificate is compared with. */
  make: z.string().min(1),
  voltage,
  timing: z.strictObject({
    source,
    identityMaxAge: ms,
    vehicleMaxAge: ms,
    /** An acknowledgement lives this long, and the button is held at least so long. */
    acknowledgementLife: ms,
    hold: ms,
    /** Preflight, and a person at the bay screen, are waited for so long; then the job ends clean. */
    patience: ms,
    /** A write that cannot go on ends in HOLD after this. */
    pauseLimit: ms,
    /** A unit is back after a reset within this. */
    boot: ms,
    /** S3server: a session that nobody keeps lapses after it. (ISO 14229-2) */
    s3: ms,
    p2: ms,
    p2Star: ms,
    /** From a request to its end, however often the unit asks for patience. */
    total: ms,
  }),
  link: z.strictObject({ source, probes: z.int().positive(), maxAge: ms }),
  workstation: z.strictObject({ source, diskFactor: z.number().min(1), batteryPercent: z.number().min(0).max(100) }),
  conditions: z.strictObject({ source, list: z.array(condition) }),
  /** DIDs by which a unit says who it is. (ISO 14229-1 C.1) */
  identification: z.strictObject({
    source,
    vin: z.int(),
    partNumber: z.int(),
    hardware: z.int(),
    software: z.int(),
    serial: z.int(),
  }),
  agreements: z.strictObject({
    source,
    coding: z.array(agreement),
    programming: z.array(agreement),
    secure: z.array(agreement),
  }),
  /** DTCs that must be gone or set aside before a write: six hex digits, upper case, or a prefix of them. */
  blockingDtcs: z.strictObject({ source, prefixes: z.array(z.string().regex(/^[0-9A-F]{1,6}$/)) }),
  /** A file without a verified publisher is refused. */
  publisherRequired: z.boolean(),
  /** Effects that are refused here altogether. */
  forbidden: z.array(z.enum(['observe', 'actuate', 'code', 'program', 'secure'])),
  units: z.array(unitProfile),
});

export type VehicleProfile = z.infer<typeof vehicleProfile>;
export type VoltageLimits = VehicleProfile['voltage'];
export type VehicleCondition = z.infer<typeof condition>;
export type RequiredAgreement = z.infer<typeof agreement>;
