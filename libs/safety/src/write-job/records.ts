import { millis, millivolts } from '@baylink/kernel';
import { z } from 'zod';
import type { Acknowledgement, BackupProof, FilePublisher } from '../facts/facts.js';
import { GATES } from '../gates/gate.js';
import { plan } from './plan-record.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const hexText = z.string().regex(/^([0-9a-f]{2})*$/);
const at = z.number();
const gate = z.strictObject({
  gate: z.enum(GATES),
  holds: z.boolean(),
  rule: z.string(),
  measured: z.string(),
  wanted: z.string(),
  sentence: z.string(),
});
const marks = z.record(z.string(), hexText);
const identity = z.strictObject({
  unit: z.int(),
  vin: z.string(),
  partNumber: z.string(),
  hardware: z.string(),
  software: z.string(),
  serial: z.string(),
  marks: marks.exactOptional(),
});
const acknowledgement: z.ZodType<Acknowledgement> = z.strictObject({
  job: z.string(),
  planDigest: digest,
  vin: z.string(),
  unit: z.int(),
  voltageSeen: z.number().transform(millivolts),
  backupGrade: z.enum(['A', 'B', 'C']),
  at: z.number().transform(millis),
  expires: z.number().transform(millis),
  bootId: z.string(),
  counter: z.int(),
  held: z.number().transform(millis),
  phrases: z.strictObject({ shop: z.string(), expert: z.string() }),
  signatureDigest: digest,
});
const proof: z.ZodType<BackupProof> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read') }),
  z.strictObject({ kind: z.literal('refused'), request: hexText, response: hexText }),
  z.strictObject({ kind: z.literal('none'), why: z.string() }),
]);
const segment = z.strictObject({ address: z.int(), size: z.int(), crc32: z.int(), pages: z.array(digest) });
const publisher: z.ZodType<FilePublisher> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verified'), name: z.string() }),
  z.strictObject({ kind: z.literal('unsigned') }),
  z.strictObject({ kind: z.literal('untrusted'), why: z.string() }),
  z.strictObject({ kind: z.literal('wrong'), why: z.string() }),
]);
const image = z.strictObject({
  fileDigest: digest,
  fileSize: z.int(),
  hardware: z.string().nullable(),
  software: z.string().nullable(),
  publisher,
  madeFor: z.int().exactOptional(),
  marks: marks.exactOptional(),
  segments: z.array(segment),
});

/**
 * Everything that a job writes down, in the order of its life. `at` is monotonic, of the boot that wrote it. No key, seed
 * or token is in any of them. A record that does not parse ends the reading of a journal.
 */
export const jobRecord = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('PLAN'),
    at,
    hash: digest,
    phrase: z.string(),
    signatures: z.array(z.string()),
    job: z.string(),
    epoch: z.number(),
    /** The verified plan, so that a restart needs nothing else. */
    plan,
  }),
  z.strictObject({ type: z.literal('STAGED'), at, image: image.nullable(), original: image.nullable() }),
  z.strictObject({
    type: z.literal('BACKUP'),
    at,
    grade: z.enum(['A', 'B', 'C']),
    digest,
    places: z.array(z.strictObject({ medium: z.string(), digest, name: digest.exactOptional() })),
    serial: z.string(),
    /** As read before anything was changed. */
    identity,
    snapshot: z.array(z.strictObject({ did: z.int(), value: hexText })),
    /** The stored memory, as an image of the same shape as a staged file: what a restore writes. */
    segments: z.array(segment),
    /** The unit's own refusal to be read, where it gave one. */
    refusal: z.string().nullable(),
    /** What the grade rests on. Journals of earlier versions do not have it. */
    proof: proof.default({ kind: 'none', why: 'the journal is older than proofs are' }),
    /** Digest of the maker's original file that lies beside each copy. */
    original: digest.nullable().default(null),
  }),
  z.strictObject({
    type: z.literal('REHEARSAL'),
    at,
    /** Digest of all that the twin was made from. */
    twin: digest,
    plan: digest,
    backup: digest,
    scenes: z.array(z.strictObject({ scene: z.string(), held: z.boolean(), sentence: z.string() })),
  }),
  z.strictObject({ type: z.literal('GATES'), at, gates: z.array(gate) }),
  z.strictObject({
    type: z.literal('ACK'),
    at,
    signature: digest,
    counter: z.int(),
    bootId: z.string(),
    /** What was agreed to, for a restart after the point of no return. */
    acknowledgement,
  }),
  z.strictObject({ type: z.literal('ENTRY'), at }),
  z.strictObject({
    type: z.literal('ERASE_INTENT'),
    at,
    unit: z.int(),
    segment: z.int(),
    image: z.enum(['new', 'original', 'backup']),
  }),
  z.strictObject({ type: z.literal('ERASE_DONE'), at, segment: z.int() }),
  /** Block `k` (from 1) of the segment has been acknowledged by the unit. */
  z.strictObject({ type: z.literal('BLK'), at, segment: z.int(), k: z.int(), bytes: z.int() }),
  z.strictObject({ type: z.literal('PAUSE'), at, why: z.string(), volts: z.number().nullable() }),
  z.strictObject({ type: z.literal('RESUME'), at, volts: z.number().nullable() }),
  z.strictObject({
    type: z.literal('VERIFY'),
    at,
    segment: z.int(),
    result: z.enum(['passed', 'failed']),
    detail: z.string(),
  }),
  z.strictObject({ type: z.literal('RESET_INTENT'), at }),
  z.strictObject({ type: z.literal('POST'), at, ids: identity, findings: z.array(z.string()) }),
  z.strictObject({ type: z.literal('WRITE_INTENT'), at, did: z.int(), old: hexText, new: hexText }),
  z.strictObject({ type: z.literal('WRITE_DONE'), at, did: z.int() }),
  z.strictObject({ type: z.literal('REENTRY'), at, n: z.int(), why: z.string() }),
  z.strictObject({ type: z.literal('RESTORE_INTENT'), at, why: z.string() }),
  z.strictObject({ type: z.literal('DONE'), at }),
  z.strictObject({ type: z.literal('ABORT'), at, why: z.string() }),
  z.strictObject({ type: z.literal('RESTORED'), at, why: z.string() }),
  z.strictObject({ type: z.literal('HOLD'), at, why: z.string(), next: z.string() }),
]);

export type JobRecord = z.infer<typeof jobRecord>;
export type RecordType = JobRecord['type'];
