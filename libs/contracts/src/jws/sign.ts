import { err, errorText, ok, type Result } from '@baylink/kernel';
import { toBase64url } from '../bytes/base64url.js';
import { utf8 } from '../bytes/utf8.js';
import { canonical } from '../identity/canonical.js';
import type { Signer } from '../identity/signer.js';
import { JWS_LIMIT, type JwsType } from './types.table.js';

/** Compact JWS (RFC 7515 7.1), EdDSA, over the canonical JSON of `payload`. Refused with a sentence when it would be too long. */
export async function signJws(
  signer: Signer,
  typ: JwsType,
  payload: unknown,
  limit = JWS_LIMIT,
): Promise<Result<string, string>> {
  const text = canonical(payload);
  if (!text.ok) return text;
  const header = `{"alg":"EdDSA","kid":"${signer.thumbprint}","typ":"${typ}"}`;
  const input = `${toBase64url(utf8(header))}.${toBase64url(utf8(text.value))}`;
  const length = input.length + 87;
  if (length > limit) return err(`the signed ${typ} would be ${length} characters long; at most ${limit} are accepted`);
  try {
    return ok(`${input}.${toBase64url(await signer.sign(utf8(input)))}`);
  } catch (failure) {
    return err(`the ${typ} cannot be signed: ${errorText(failure)}`);
  }
}
