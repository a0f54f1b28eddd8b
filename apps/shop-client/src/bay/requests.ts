import { newCase, randomId, sha256Hex } from '@baylink/contracts';
import { z } from 'zod';

/** Bodies of the bay screen's requests. */
export const bayRequests = {
  confirmPairing: z.strictObject({ fingerprint: z.string().min(1) }),
  newCase,
  activeTests: z.strictObject({ allowed: z.boolean() }),
  signAgreement: z.strictObject({
    id: z.string(),
    version: z.string(),
    sha256: sha256Hex,
    name: z.string().trim().min(2).max(120),
  }),
  holdStart: z.strictObject({ job: randomId, planDigest: sha256Hex }),
  hold: z.strictObject({ hold: z.string() }),
  job: z.strictObject({ job: randomId }),
} as const;

export type SignAgreement = z.infer<typeof bayRequests.signAgreement>;
