import { ok, type Result } from '@baylink/kernel';
import { Assembly } from './assembly.js';
import type { FirmwareError, FirmwareImage, FirmwareLimits } from './image.js';
import { damagedFile } from './refusal.js';

/** Plain bytes that begin at `address`. Such a file says nothing about itself, not even that it is whole. */
export function readRaw(
  file: Uint8Array,
  address: number,
  limits: FirmwareLimits,
): Result<FirmwareImage, FirmwareError> {
  if (file.length === 0) return damagedFile('empty', 'has no bytes');
  const assembly = new Assembly(limits, 'segment');
  const added = assembly.add(address, file, 1);
  if (!added.ok) return added;
  const segments = assembly.finish();
  if (!segments.ok) return segments;
  return ok({ format: 'raw', segments: segments.value, records: 1, checks: [], labels: {} });
}
