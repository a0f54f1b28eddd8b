import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../bytes/base64url.js';
import { utf8 } from '../bytes/utf8.js';
import type { PublicJwk, Thumbprint } from './names.js';

/** RFC 7638 SHA-256 thumbprint of an Ed25519 public key: the members crv, kty, x in this order (RFC 8037 section 2). */
export const thumbprintOf = (jwk: PublicJwk): Thumbprint =>
  toBase64url(sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`)));

/** "k3Gf-2dQz-…": the first 16 characters in groups, for people who compare two screens. */
export const showThumbprint = (name: Thumbprint): string => (name.slice(0, 16).match(/.{4}/g) ?? []).join(' ');
