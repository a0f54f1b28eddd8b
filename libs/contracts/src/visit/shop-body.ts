import { z } from 'zod';
import { hexBytes, logicalAddress, numericDate, randomId, sha256Hex, thumbprint } from '../identity/names.js';
import { scan, unitFinding } from './findings.js';
import { limitsInForce, rulesInForce } from './rules-in-force.js';
import { runReport } from './run.js';
import { refusal } from './verdict.js';

/** One line of the ledger's tail: enough to see it grow and to compare hashes. */
export const ledgerLine = z.strictObject({
  index: z.int().nonnegative(),
  kind: z.string(),
  hash: sha256Hex,
  at: z.string(),
  text: z.string(),
});
export type LedgerLine = z.infer<typeof ledgerLine>;

/** What the vehicle's answer to one request was; the three families of failure stay apart (design §9.2). */
export const vehicleAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('positive'), from: logicalAddress, bytes: hexBytes, text: z.string() }),
  z.strictObject({
    outcome: z.literal('negative'),
    from: logicalAddress,
    nrc: z.int(),
    name: z.string(),
    bytes: hexBytes,
  }),
  z.strictObject({ outcome: z.literal('silent'), sentence: z.string() }),
  z.strictObject({ outcome: z.literal('link'), sentence: z.string() }),
]);
export type VehicleAnswer = z.infer<typeof vehicleAnswer>;

/** What a question of the expert came to. */
export const answerResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scan'), scan }),
  z.strictObject({ kind: z.literal('request'), answers: z.array(vehicleAnswer) }),
  z.strictObject({ kind: z.literal('file'), offset: z.int().nonnegative(), complete: z.boolean() }),
  z.strictObject({ kind: z.literal('plan'), run: runReport }),
  z.strictObject({ kind: z.literal('done'), sentence: z.string() }),
]);
export type AnswerResult = z.infer<typeof answerResult>;

/** What a shop says to an expert. */
export const shopBody = z.discriminatedUnion('kind', [
  /** Answers hello: every later envelope of this stream carries `nonce`. */
  z.strictObject({
    kind: z.literal('welcome'),
    id: randomId,
    nonce: randomId,
    expertNonce: randomId,
    shop: thumbprint,
    shopName: z.string(),
    version: z.int(),
    /** The shop's wall clock in seconds: the expert counts the expiry of its envelopes from it, so clocks need not agree. */
    time: numericDate,
    vehicle: z.strictObject({ vin: z.string().nullable(), make: z.string(), profile: z.string() }),
    rules: rulesInForce.optional(),
    /** Left out where it would not fit one envelope: then the profile alone can be shown. */
    limits: limitsInForce.optional(),
    /** The agreements that programming and coding ask for here. */
    agreements: z.array(z.strictObject({ id: z.string(), version: z.string(), sha256: sha256Hex, title: z.string() })),
    /** Newest first. */
    runs: z.array(runReport),
  }),
  z.strictObject({ kind: z.literal('answer'), id: randomId, result: answerResult }),
  z.strictObject({ kind: z.literal('refused'), id: randomId, refusal }),
  /** `millivolts` null: no live reading, and `sentence` says why. */
  z.strictObject({
    kind: z.literal('voltage'),
    at: z.string(),
    millivolts: z.int().nullable(),
    source: z.string(),
    sentence: z.string(),
  }),
  z.strictObject({
    kind: z.literal('scan-progress'),
    id: randomId,
    done: z.int(),
    total: z.int(),
    sentence: z.string(),
    /** A unit that is finished. The final answer may leave out units told here: a large car does not fit one envelope. */
    unit: unitFinding.optional(),
  }),
  z.strictObject({ kind: z.literal('run'), run: runReport }),
  z.strictObject({ kind: z.literal('ledger'), size: z.int(), head: sha256Hex, tail: z.array(ledgerLine) }),
  z.strictObject({ kind: z.literal('closed'), sentence: z.string() }),
]);
export type ShopBody = z.infer<typeof shopBody>;
