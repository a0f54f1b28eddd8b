import { z } from 'zod';
import { hexBytes, logicalAddress, randomId, sha256Hex } from '../identity/names.js';
import { countersigned } from '../plan/countersignature.js';

/** What an expert says to a shop. `id` pairs an answer with its question; the shop answers every id exactly once. */
export const expertBody = z.discriminatedUnion('kind', [
  /** First envelope of a stream: asks for the shop's nonce. Carries no nonce itself. */
  z.strictObject({
    kind: z.literal('hello'),
    id: randomId,
    expertNonce: randomId,
    versions: z.array(z.int()).min(1),
    certificate: z.string(),
  }),
  /** A full scan: every unit, its identification and its trouble codes. */
  z.strictObject({ kind: z.literal('scan'), id: randomId }),
  /** One UDS request to one unit, or to all (`unit` absent: functional). The shop judges the bytes. */
  z.strictObject({ kind: z.literal('request'), id: randomId, unit: logicalAddress.optional(), bytes: hexBytes }),
  /** Announces a file; the answer says from which offset the shop still needs it. */
  z.strictObject({
    kind: z.literal('file'),
    id: randomId,
    name: z.string(),
    sha256: sha256Hex,
    size: z.int().positive(),
  }),
  /** Offers a plan (JWS, typ `baylink-plan+jwt`). Its file must have been announced before. */
  z.strictObject({ kind: z.literal('plan'), id: randomId, jws: z.string() }),
  /** A second expert's signature over a plan that is offered next, by its digest. */
  z.strictObject({ kind: z.literal('countersignature'), id: randomId, ...countersigned.shape }),
  /** Asks to stop: before the first erase the job aborts clean, after it the job goes on and says so. */
  z.strictObject({ kind: z.literal('stop'), id: randomId, job: randomId }),
  /** The phrase as the expert's screen shows it, compared at the shop with its own. */
  z.strictObject({ kind: z.literal('phrase'), id: randomId, job: randomId, phrase: z.string() }),
  z.strictObject({ kind: z.literal('close'), id: randomId }),
]);
export type ExpertBody = z.infer<typeof expertBody>;
