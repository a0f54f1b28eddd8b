import type { Plan, UnitFinding } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';

const NAMES = [
  ['vin', 'VIN (F190)'],
  ['partNumber', 'part number (F187)'],
  ['hardware', 'hardware id (F191)'],
  ['software', 'software id (F189)'],
  ['serial', 'serial number (F18C)'],
] as const;

/** The unit as the scan found it. IDENTITY_MATCH compares all of it with the car, so nothing may be missing. */
export function planTarget(unit: UnitFinding): Result<Plan['target'], string> {
  const { vin, partNumber, hardware, software, serial } = unit;
  if (vin !== null && partNumber !== null && hardware !== null && software !== null && serial !== null)
    return ok({ vin, unit: unit.unit, partNumber, hardware, software, serial });
  const missing = NAMES.filter(([key]) => unit[key] === null).map(([, name]) => name);
  return err(
    `${unit.name} did not give its ${missing.join(', ')} in the last scan. A plan needs all of them; scan again with the ignition on.`,
  );
}
