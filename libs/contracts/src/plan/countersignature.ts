import type { Result } from '@baylink/kernel';
import { z } from 'zod';
import { logicalAddress, numericDate, type PublicJwk, randomId, sha256Hex } from '../identity/names.js';
import type { Signer } from '../identity/signer.js';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { type JwsRefusal, keysOf, type Verified, verifyJws } from '../jws/verify.js';

/** What a second expert signs: that this very plan, byte for byte, was looked at and is right. */
export const countersignature = z.strictObject({
  v: z.literal(1),
  /** The plan's digest; everything else that a plan says is inside it. */
  plan: sha256Hex,
  job: randomId,
  unit: logicalAddress,
  iat: numericDate,
  exp: numericDate,
});
export type CountersignatureContent = z.infer<typeof countersignature>;

/** As it travels: the JWS, typ `baylink-countersignature+jwt`, and the certificate of whoever made it. */
export const countersigned = z.strictObject({ certificate: z.string(), jws: z.string() });
export type Countersigned = z.infer<typeof countersigned>;

export const countersign = (second: Signer, content: CountersignatureContent): Promise<Result<string, string>> =>
  signJws(second, jwsTypes.countersignature, content);

/** Made by this very key. Whether its maker may, and is not the one who wrote the plan, is judged by the shop. */
export const verifyCountersignature = (
  jws: string,
  second: PublicJwk,
): Promise<Result<Verified<CountersignatureContent>, JwsRefusal>> =>
  verifyJws(jws, jwsTypes.countersignature, keysOf(second), countersignature);
