import { err, hex, ok, type Result } from '@baylink/kernel';
import { compactVerify, importJWK } from 'jose';
import type { z } from 'zod';
import { fromBase64url } from '../bytes/base64url.js';
import { fromUtf8 } from '../bytes/utf8.js';
import { parseCanonical } from '../identity/canonical.js';
import { digestHex } from '../identity/digest.js';
import type { PublicJwk, Sha256Hex, Thumbprint } from '../identity/names.js';
import { thumbprintOf } from '../identity/thumbprint.js';
import { readHeader } from './header.js';
import { JWS_LIMIT, type JwsType } from './types.table.js';

/** The keys that a caller trusts for this document, by thumbprint. A `Map` is one. */
export interface Keys {
  get(kid: Thumbprint): PublicJwk | undefined;
}

export const keysOf = (...jwks: readonly PublicJwk[]): Keys =>
  new Map(jwks.map((jwk) => [thumbprintOf(jwk), jwk] as const));

/** Why a JWS is not accepted. */
export type JwsFault = 'too-long' | 'malformed' | 'header' | 'unknown-key' | 'signature' | 'payload';
export interface JwsRefusal {
  readonly fault: JwsFault;
  readonly sentence: string;
}

export interface Verified<T> {
  readonly payload: T;
  readonly kid: Thumbprint;
  /** SHA-256 over the payload's bytes as they were signed. */
  readonly digest: Sha256Hex;
}

const refuse = (fault: JwsFault, sentence: string): Result<never, JwsRefusal> => err({ fault, sentence });

/**
 * Accepts a compact JWS of type `typ` signed by one of `keys`, whose payload is canonical JSON of `schema`. Everything
 * but the signed bytes is pinned: algorithm, type, header members, key source, base64url spelling, length.
 */
export async function verifyJws<T>(
  jws: string,
  typ: JwsType,
  keys: Keys,
  schema: z.ZodType<T>,
  limit = JWS_LIMIT,
): Promise<Result<Verified<T>, JwsRefusal>> {
  if (jws.length > limit) {
    return refuse('too-long', `the signed ${typ} is ${jws.length} characters long; at most ${limit} are accepted`);
  }
  const [head, body, signature, ...more] = jws.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) {
    return refuse('malformed', `a signed ${typ} has three parts separated by dots`);
  }
  const header = readHeader(head, typ);
  if (!header.ok) return refuse('header', header.error);
  const payload = fromBase64url(body);
  if (payload === undefined || fromBase64url(signature)?.length !== 64) {
    return refuse('malformed', `the signed ${typ} is not clean base64url with an Ed25519 signature of 64 bytes`);
  }
  const jwk = keys.get(header.value);
  if (jwk === undefined || thumbprintOf(jwk) !== header.value) {
    return refuse('unknown-key', `the ${typ} is signed by key ${header.value}, which is not trusted for it here`);
  }
  if (!(await signedBy(jws, jwk))) return refuse('signature', `the signature of the ${typ} does not match its content`);
  const parsed = readPayload(payload, typ, schema);
  if (!parsed.ok) return refuse('payload', parsed.error);
  return ok({ payload: parsed.value, kid: header.value, digest: digestHex(payload) });
}

async function signedBy(jws: string, jwk: PublicJwk): Promise<boolean> {
  try {
    const key = await importJWK({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'EdDSA');
    await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    return true;
  } catch {
    return false;
  }
}

function readPayload<T>(bytes: Uint8Array, typ: string, schema: z.ZodType<T>): Result<T, string> {
  const text = fromUtf8(bytes);
  if (text === undefined) return err(`the payload of the ${typ} is not UTF-8 text: ${hex(bytes.slice(0, 8))}…`);
  const value = parseCanonical(text);
  if (!value.ok) return err(`the payload of the ${typ} was refused: ${value.error}`);
  const shaped = schema.safeParse(value.value);
  if (shaped.success) return ok(shaped.data);
  const issue = shaped.error.issues[0];
  return err(
    `the payload of the ${typ} was refused at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unknown'}`,
  );
}
