import { z } from 'zod';
import { numericDate, publicJwk, randomId, thumbprint } from './names.js';

/** What a request does to the car (design §2). The shop computes it from the bytes; a certificate only limits it. */
export const effect = z.enum(['observe', 'actuate', 'code', 'program', 'secure']);
export type Effect = z.infer<typeof effect>;

/**
 * What an organisation's root says about one expert: JWS, typ `baylink-expert+jwt`, signed by the root that the shop
 * pinned at pairing. `makes` holds vehicle makes in lower case, or the single entry `*`.
 */
export const expertCertificate = z.strictObject({
  v: z.literal(1),
  serial: randomId,
  iss: thumbprint,
  organisation: z.string().min(1).max(120),
  sub: thumbprint,
  name: z.string().min(1).max(120),
  jwk: publicJwk,
  effects: z.array(effect).min(1),
  makes: z.array(z.string().min(1)).min(1),
  iat: numericDate,
  nbf: numericDate,
  exp: numericDate,
});
export type ExpertCertificate = z.infer<typeof expertCertificate>;
