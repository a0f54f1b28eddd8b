import { z } from 'zod';
import { hexBytes, logicalAddress } from '../identity/names.js';

/** One trouble code with its status byte (ISO 14229-1 D.2). `code` is the six hex digits, `text` as SAE J2012 shows it. */
export const dtcFinding = z.strictObject({
  code: z.string(),
  text: z.string(),
  status: z.int().min(0).max(255),
  statusNames: z.array(z.string()),
});

/** One unit as the scan found it. `null`: the unit gave no such identifier. */
export const unitFinding = z.strictObject({
  unit: logicalAddress,
  name: z.string(),
  vin: z.string().nullable(),
  partNumber: z.string().nullable(),
  hardware: z.string().nullable(),
  softwareNumber: z.string().nullable(),
  software: z.string().nullable(),
  serial: z.string().nullable(),
  fingerprint: hexBytes.nullable(),
  session: z.int().nullable(),
  dtcs: z.array(dtcFinding),
  /** What could not be read, as sentences. */
  problems: z.array(z.string()),
});
export type DtcFinding = z.infer<typeof dtcFinding>;
export type UnitFinding = z.infer<typeof unitFinding>;

/** A full scan of the vehicle. Taken at `at` (ISO 8601, shop's wall clock). */
export const scan = z.strictObject({ at: z.string(), units: z.array(unitFinding) });
export type Scan = z.infer<typeof scan>;
