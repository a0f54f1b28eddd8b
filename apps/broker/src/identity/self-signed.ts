import {
  fromBase64url,
  fromUtf8,
  type JwsType,
  keysOf,
  type PublicJwk,
  publicJwk,
  type Thumbprint,
  verifyJws,
} from '@baylink/contracts';
import { ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import type { Origins } from '../http/origins.js';
import { type Refusal, refuse } from '../http/refusal.js';

const claims = z.strictObject({ name: z.string().trim().min(1).max(120), jwk: publicJwk, aud: z.string().max(300) });

export interface KeyHolder {
  readonly name: string;
  readonly jwk: PublicJwk;
  readonly thumbprint: Thumbprint;
}

/**
 * Proves that the sender holds the private key of the `jwk` it presents, and meant this broker (`aud` is one of its
 * addresses). The name is the sender's own word.
 */
export async function verifySelfSigned(
  jws: string,
  typ: JwsType,
  origins: Origins,
): Promise<Result<KeyHolder, Refusal>> {
  const jwk = presentedKey(jws);
  if (jwk === undefined) {
    return refuse('proof-refused', `The proof presents no Ed25519 key; send a ${typ} over name, jwk and aud.`);
  }
  const verified = await verifyJws(jws, typ, keysOf(jwk), claims);
  if (!verified.ok) return refuse('proof-refused', `The proof was refused: ${verified.error.sentence}.`);
  const { name, aud } = verified.value.payload;
  if (!origins.isAudience(aud)) {
    return refuse(
      'proof-refused',
      `The proof was made for ${JSON.stringify(aud)}, which is not an address of this broker; make one for the address you use.`,
    );
  }
  return ok({ name, jwk, thumbprint: verified.value.kid });
}

/** Read before the signature is checked; trusted only as the key that must then have signed. */
function presentedKey(jws: string): PublicJwk | undefined {
  const bytes = fromBase64url(jws.split('.')[1] ?? '');
  const text = bytes && fromUtf8(bytes);
  try {
    return z.looseObject({ jwk: publicJwk }).parse(JSON.parse(text ?? '')).jwk;
  } catch {
    return undefined;
  }
}
