import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import { type PublicJwk, publicJwk, type Thumbprint } from './names.js';
import { thumbprintOf } from './thumbprint.js';

/** Whoever holds an Ed25519 private key. The key itself never leaves it: a browser's is not extractable. */
export interface Signer {
  readonly jwk: PublicJwk;
  readonly thumbprint: Thumbprint;
  /** The 64-byte signature of RFC 8032 over `bytes`. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** An Ed25519 private key as JWK, as it lies on a shop's disk. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** WebCrypto as both Node and browsers have it; only what signing needs. */
declare const crypto: {
  readonly subtle: { sign(algorithm: 'Ed25519', key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer> };
};

export function signerFromKey(privateKey: CryptoKey, jwk: PublicJwk): Signer {
  return {
    jwk,
    thumbprint: thumbprintOf(jwk),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, bytes)),
  };
}

/** Rejects when `d` and `x` are not one Ed25519 key pair. */
export async function signerFromJwk(jwk: PrivateJwk): Promise<Signer> {
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: jwk.x, d: jwk.d }, 'EdDSA');
  return signerFromKey(key, { kty: 'OKP', crv: 'Ed25519', x: jwk.x });
}

/** A fresh key pair. `extractable: false` in a browser, where the key then lives in IndexedDB as an opaque object. */
export async function generateKey(extractable: boolean): Promise<{ privateKey: CryptoKey; signer: Signer }> {
  const pair = await generateKeyPair('EdDSA', { extractable });
  const { kty, crv, x } = await exportJWK(pair.publicKey);
  return { privateKey: pair.privateKey, signer: signerFromKey(pair.privateKey, publicJwk.parse({ kty, crv, x })) };
}

/** A fresh private key for a file of mode 0600. */
export async function generatePrivateJwk(): Promise<PrivateJwk> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const { kty, crv, x, d } = await exportJWK(pair.privateKey);
  if (d === undefined) throw new Error('an extractable private key exports its private part');
  return { ...publicJwk.parse({ kty, crv, x }), d };
}
