import { z } from 'zod';

/** RFC 7638 SHA-256 thumbprint of an Ed25519 public JWK, base64url: the one name of a key everywhere. */
export const thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a key thumbprint is 43 base64url characters');
/** SHA-256 of a file or document, lower-case hex. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 digest is 64 lower-case hex digits');
/** A random identifier: 22 base64url characters (128 bits). */
export const randomId = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'an identifier is 22 base64url characters');
export const vin = z.string().regex(/^[A-HJ-NPR-Z0-9]{17}$/, 'a VIN is 17 characters without I, O and Q (ISO 3779)');
/** Bytes as lower-case hex. */
export const hexBytes = z.string().regex(/^([0-9a-f]{2})*$/, 'bytes are written as lower-case hex');
/** A unit's logical address (ISO 13400-2), also its name inside Baylink. */
export const logicalAddress = z.int().min(0).max(0xffff);
/** Seconds since the epoch, as in RFC 7519 NumericDate. */
export const numericDate = z.int().nonnegative();

export type Thumbprint = z.infer<typeof thumbprint>;
export type Sha256Hex = z.infer<typeof sha256Hex>;
export type RandomId = z.infer<typeof randomId>;

/** An Ed25519 public key (RFC 8037). */
export const publicJwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type PublicJwk = z.infer<typeof publicJwk>;
