import {
  countersigned,
  gateReport,
  hexBytes,
  logicalAddress,
  publicJwk,
  randomId,
  rulesInForce,
  runBackup,
  runRehearsal,
  runState,
  sha256Hex,
  thumbprint,
  vehicleDescription,
} from '@baylink/contracts';
import { z } from 'zod';

const agreementReference = { id: z.string().min(1), version: z.string().min(1), sha256: sha256Hex };

/**
 * What can be recorded, by kind. Data that names a person or a vehicle stays in the case; here are keys, digests and
 * bytes. Numbers are integers: canonical JSON holds nothing else.
 */
export const record = z.discriminatedUnion('kind', [
  /** First entry: whose ledger this is, whom it trusted, and for which vehicle. */
  z.strictObject({
    kind: z.literal('open'),
    data: z.strictObject({
      case: randomId,
      shop: publicJwk,
      shopName: z.string(),
      roots: z.array(publicJwk),
      /** Expert certificate, JWS, as the broker presented it. */
      certificate: z.string(),
      expert: thumbprint,
      vehicle: vehicleDescription,
      software: z.string(),
    }),
  }),
  /** By which profile and overlays the shop judges from here on. */
  z.strictObject({ kind: z.literal('rules'), data: rulesInForce }),
  /** A signed envelope of an expert came in: admitted, or refused with the rule that it broke. */
  z.strictObject({
    kind: z.literal('envelope-in'),
    data: z.strictObject({
      from: thumbprint,
      seq: z.int().nonnegative(),
      body: z.string(),
      jws: sha256Hex,
      refused: z.strictObject({ rule: z.string(), sentence: z.string() }).optional(),
    }),
  }),
  z.strictObject({
    kind: z.literal('envelope-out'),
    data: z.strictObject({ to: thumbprint, seq: z.int().nonnegative(), body: z.string(), jws: sha256Hex }),
  }),
  /** Bytes on the vehicle link, at the door. `nanos`: monotonic, as decimal text. Security keys are never in `bytes`. */
  z.strictObject({
    kind: z.literal('wire'),
    data: z.strictObject({
      direction: z.enum(['tx', 'rx']),
      link: z.string(),
      unit: logicalAddress.nullable(),
      bytes: hexBytes,
      /** Number of bytes at the end that were left out because they are a security key or seed. */
      withheld: z.int().positive().optional(),
      nanos: z.string().regex(/^\d+$/),
    }),
  }),
  /** What the gates said about one wish, and about which bytes. */
  z.strictObject({
    kind: z.literal('verdict'),
    data: z.strictObject({
      question: z.string(),
      effect: z.string(),
      granted: z.boolean(),
      rule: z.string(),
      sentence: z.string(),
      gates: z.array(gateReport),
    }),
  }),
  z.strictObject({
    kind: z.literal('plan'),
    data: z.strictObject({
      job: randomId,
      plan: sha256Hex,
      expert: thumbprint,
      jws: z.string(),
      /** Where two experts had to sign. */
      countersignature: countersigned.optional(),
    }),
  }),
  z.strictObject({
    kind: z.literal('file'),
    data: z.strictObject({
      name: z.string(),
      sha256: sha256Hex,
      size: z.int().nonnegative(),
      use: z.string(),
      /** How the plan says that it is read: address of plain bytes, session of an ODX-F, memory blocks that it writes. */
      address: z.int().nonnegative().optional(),
      session: z.string().optional(),
      blocks: z.array(z.string()).optional(),
      /** What its publisher signed of it, as the plan carried it: whoever has the publisher's key can check it again. */
      signature: z.string().optional(),
    }),
  }),
  z.strictObject({
    kind: z.literal('run'),
    data: z.strictObject({
      job: randomId,
      plan: sha256Hex,
      unit: logicalAddress,
      from: runState,
      to: runState,
      sentence: z.string(),
    }),
  }),
  /** What would bring the unit back, and what its grade rests on: the unit's own refusal, where it is one. */
  z.strictObject({
    kind: z.literal('backup'),
    data: runBackup.extend({ job: randomId, plan: sha256Hex }),
  }),
  /** How plan and recovery went on a twin of the unit, scene by scene. */
  z.strictObject({
    kind: z.literal('rehearsal'),
    data: runRehearsal.extend({ job: randomId, plan: sha256Hex }),
  }),
  /** The technician held the button: the signed token by digest, and what it binds. */
  z.strictObject({
    kind: z.literal('acknowledgement'),
    data: z.strictObject({
      job: randomId,
      plan: sha256Hex,
      token: sha256Hex,
      phrase: z.string(),
      millivolts: z.int().nullable(),
      backupGrade: z.string(),
    }),
  }),
  z.strictObject({
    kind: z.literal('agreement'),
    data: z.strictObject({ ...agreementReference, by: z.string() }),
  }),
  z.strictObject({
    kind: z.literal('refusal'),
    data: z.strictObject({ question: z.string(), rule: z.string(), sentence: z.string() }),
  }),
  z.strictObject({
    kind: z.literal('voltage'),
    data: z.strictObject({ millivolts: z.int().nullable(), source: z.string(), sentence: z.string() }),
  }),
  z.strictObject({
    kind: z.literal('alarm'),
    data: z.strictObject({ sentence: z.string() }),
  }),
  /** Something worth telling that has no kind of its own: a link opened, a person allowed active tests. */
  z.strictObject({
    kind: z.literal('note'),
    data: z.strictObject({ topic: z.string(), sentence: z.string() }),
  }),
  /** Last entry. Nothing follows it. */
  z.strictObject({
    kind: z.literal('close'),
    data: z.strictObject({ why: z.string() }),
  }),
]);
export type LedgerRecord = z.infer<typeof record>;
export type LedgerKind = LedgerRecord['kind'];

/** The data of each kind of record. */
export type RecordData = { readonly [R in LedgerRecord as R['kind']]: R['data'] };
/** The record of one kind. */
export type RecordOf<K extends LedgerKind> = { readonly kind: K; readonly data: RecordData[K] };
