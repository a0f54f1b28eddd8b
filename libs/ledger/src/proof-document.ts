import { parseCanonical, publicJwk, sha256Hex } from '@baylink/contracts';
import { z } from 'zod';

/** A tree of 2^53 leaves is no higher. */
const path = z.array(sha256Hex).max(53);
const head = {
  format: z.literal('baylink-proof'),
  v: z.literal(1),
  /** As the first entry of the ledger names it; whoever reads the proof has to know it. */
  shop: publicJwk,
};

/**
 * What can be held against a signed checkpoint by somebody who does not have the recording: that one entry is in it, or
 * that it holds everything that an older one did. Canonical JSON, one line.
 */
export const proofDocument = z.discriminatedUnion('proves', [
  z.strictObject({
    ...head,
    proves: z.literal('entry'),
    /** The shop's, JWS. */
    checkpoint: z.string(),
    index: z.int().nonnegative(),
    /** The entry as it stands in the ledger, without its line feed. */
    line: z.string(),
    path,
  }),
  z.strictObject({ ...head, proves: z.literal('growth'), older: z.string(), newer: z.string(), path }),
]);
export type ProofDocument = z.infer<typeof proofDocument>;

/** `undefined`: the text is no proof. */
export function readProof(text: string): ProofDocument | undefined {
  const value = parseCanonical(text.trimEnd());
  return value.ok ? proofDocument.safeParse(value.value).data : undefined;
}
