import { hex, ok, type Result } from '@baylink/kernel';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../bytes/utf8.js';
import { canonical } from './canonical.js';
import type { Sha256Hex } from './names.js';

/** SHA-256 as 64 lower-case hex digits; text is hashed as UTF-8. */
export const digestHex = (data: Uint8Array | string): Sha256Hex =>
  hex(sha256(typeof data === 'string' ? utf8(data) : data));

/** SHA-256 over the canonical JSON of a value. */
export function digestOf(value: unknown): Result<Sha256Hex, string> {
  const text = canonical(value);
  return text.ok ? ok(digestHex(text.value)) : text;
}

/** SHA-256 of data that arrives in pieces, in order. `digest` may be taken once. */
export function digestPieces(): { add(bytes: Uint8Array): void; digest(): Sha256Hex } {
  const hash = sha256.create();
  return {
    add: (bytes) => void hash.update(bytes),
    digest: () => hex(hash.digest()),
  };
}
