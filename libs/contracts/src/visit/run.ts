import { z } from 'zod';
import { hexBytes, logicalAddress, randomId, sha256Hex } from '../identity/names.js';
import { gateReport } from './verdict.js';

/** States of the write job, in the words of its machine (libs/safety). */
export const runState = z.enum([
  'DRAFT',
  'STAGING',
  'STAGED',
  'BACKED_UP',
  'PREFLIGHT_OK',
  'ARMED',
  'ENTRY',
  'ERASING',
  'TRANSFER',
  'PAUSED',
  'EXITED',
  'VERIFIED',
  'CONFIRMED',
  'DONE',
  'ABORTED_CLEAN',
  'REENTRY',
  'RESTORING',
  'RESTORED',
  'HOLD',
]);
export type RunState = z.infer<typeof runState>;

/** What would bring the unit back, and what its grade rests on. */
export const runBackup = z.strictObject({
  grade: z.enum(['A', 'B', 'C']),
  digest: sha256Hex,
  /** Where it lies. */
  media: z.array(z.string()),
  /** The unit's own refusal to be read, request and response, where the grade rests on it. */
  refusal: z.strictObject({ request: hexBytes, response: hexBytes }).nullable(),
  /** SHA-256 of the maker's original file beside it. */
  original: sha256Hex.nullable(),
  sentence: z.string(),
});
export type RunBackup = z.infer<typeof runBackup>;

/** How plan and recovery went on a twin of the unit. */
export const runRehearsal = z.strictObject({
  /** SHA-256 of all that the twin was made from. */
  twin: sha256Hex,
  scenes: z.array(z.strictObject({ scene: z.string(), held: z.boolean(), sentence: z.string() })),
  sentence: z.string(),
});
export type RunRehearsal = z.infer<typeof runRehearsal>;

/** How one execution of a plan stands. Sent at every change and at least every second while bytes move. */
export const runReport = z.strictObject({
  job: randomId,
  planDigest: sha256Hex,
  kind: z.enum(['coding', 'programming']),
  unit: logicalAddress,
  state: runState,
  /** The short phrase derived from the plan's digest: the same on both screens or the run does not arm. */
  phrase: z.string(),
  /** What moves now; bytes, or steps for coding. */
  progress: z
    .strictObject({ activity: z.string(), done: z.int().nonnegative(), total: z.int().nonnegative() })
    .nullable(),
  gates: z.array(gateReport),
  /** What happened last, or what a person must do next, in one sentence. */
  sentence: z.string(),
  /** Files by digest and address ranges, once parsed at the shop. */
  segments: z.array(z.strictObject({ address: z.int(), size: z.int(), crc32: z.string() })),
  softwareBefore: z.string().nullable(),
  softwareAfter: z.string().nullable(),
  /** Null until it was made, or tried. */
  backup: runBackup.nullable(),
  rehearsal: runRehearsal.nullable(),
});
export type RunReport = z.infer<typeof runReport>;
