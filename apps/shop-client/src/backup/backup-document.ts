import { err, ok, type Result } from '@baylink/kernel';
import type { Backup } from '@baylink/safety';
import { z } from 'zod';

const document = z.strictObject({
  v: z.literal(1),
  unit: z.int(),
  serial: z.string(),
  grade: z.enum(['A', 'B', 'C']),
  snapshot: z.array(z.strictObject({ did: z.int(), value: z.string() })),
  segments: z.array(z.strictObject({ address: z.int(), base64: z.base64() })),
  original: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

/** A backup as a file: JSON, memory in base64, so that a person can still open it in twenty years. */
export const printBackup = (backup: Backup): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      v: 1,
      unit: backup.unit,
      serial: backup.serial,
      grade: backup.grade,
      snapshot: backup.snapshot,
      segments: backup.segments.map(({ address, bytes }) => ({
        address,
        base64: Buffer.from(bytes).toString('base64'),
      })),
      original: backup.original,
    }),
  );

export function readBackup(bytes: Uint8Array): Result<Backup, string> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err('The backup is not readable text: it is damaged.');
  }
  const parsed = document.safeParse(value);
  if (!parsed.success) return err(`The backup is damaged at "${parsed.error.issues[0]?.path.join('.') ?? ''}".`);
  const { unit, serial, grade, snapshot, segments, original } = parsed.data;
  return ok({
    unit,
    serial,
    grade,
    snapshot,
    segments: segments.map(({ address, base64 }) => ({
      address,
      bytes: new Uint8Array(Buffer.from(base64, 'base64')),
    })),
    original,
  });
}
