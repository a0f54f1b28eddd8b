import { err, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { digestHex } from '../identity/digest.js';
import { type PublicJwk, sha256Hex, type Thumbprint } from '../identity/names.js';
import type { Signer } from '../identity/signer.js';
import { signJws } from '../jws/sign.js';
import { jwsTypes } from '../jws/types.table.js';
import { keysOf, verifyJws } from '../jws/verify.js';

/** What the publisher of a vehicle profile signs: which file it is, of which version, byte for byte. */
export const profileSeal = z.strictObject({
  v: z.literal(1),
  profile: z.string().min(1),
  version: z.int().positive(),
  sha256: sha256Hex,
});
export type ProfileSeal = z.infer<typeof profileSeal>;

/** The seal of a profile, to lie beside its file. */
export const sealProfile = (publisher: Signer, seal: ProfileSeal): Promise<Result<string, string>> =>
  signJws(publisher, jwsTypes.profile, seal);

/** The seal, when one of `publishers` made it for exactly these bytes, and which of them; otherwise why not, as a clause. */
export async function openProfileSeal(
  jws: string,
  file: Uint8Array,
  publishers: readonly PublicJwk[],
): Promise<Result<{ readonly seal: ProfileSeal; readonly publisher: Thumbprint }, string>> {
  const verified = await verifyJws(jws, jwsTypes.profile, keysOf(...publishers), profileSeal);
  if (!verified.ok) return err(verified.error.sentence);
  const { payload, kid } = verified.value;
  const found = digestHex(file);
  if (payload.sha256 === found) return ok({ seal: payload, publisher: kid });
  return err(`the file's SHA-256 is ${found.slice(0, 16)}… and its publisher signed ${payload.sha256.slice(0, 16)}…`);
}
