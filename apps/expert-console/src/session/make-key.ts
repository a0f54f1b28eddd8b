import { generateKey, type PublicJwk } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';

export interface FreshKey {
  readonly key: CryptoKey;
  readonly jwk: PublicJwk;
  readonly thumbprint: string;
}

/** An Ed25519 key whose private half cannot be exported (RFC 8037), or a sentence why this browser cannot make one. */
export async function makeKey(): Promise<Result<FreshKey, string>> {
  if (globalThis.crypto?.subtle === undefined)
    return err(
      `This page was loaded from ${location.origin}, where the browser offers no cryptography. Open the console over https, or on this machine over localhost.`,
    );
  try {
    const { privateKey, signer } = await generateKey(false);
    return ok({ key: privateKey, jwk: signer.jwk, thumbprint: signer.thumbprint });
  } catch {
    return err('This browser cannot make Ed25519 keys. Use Firefox 129, Safari 17, Chrome 137 or newer.');
  }
}
