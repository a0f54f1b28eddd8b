import { randomId, thumbprint } from '@baylink/contracts';
import { z } from 'zod';

/** Who asks, as proved at sign-in. */
export const principal = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('shop'), thumbprint, name: z.string() }),
  z.strictObject({ role: z.literal('expert'), thumbprint, name: z.string(), organisation: thumbprint }),
]);
export type Principal = z.infer<typeof principal>;
export type ShopPrincipal = Extract<Principal, { role: 'shop' }>;
export type ExpertPrincipal = Extract<Principal, { role: 'expert' }>;

/** Claims of an access token (RFC 9068, with RFC 7800's `cnf` naming the key that proved itself). */
export const accessClaims = z.strictObject({
  jti: randomId,
  iss: thumbprint,
  sub: thumbprint,
  cnf: z.strictObject({ jkt: thumbprint }),
  iat: z.int(),
  exp: z.int(),
  principal,
});
