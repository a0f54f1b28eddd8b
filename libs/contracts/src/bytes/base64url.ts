import { base64url } from 'jose';

/** RFC 4648 section 5 without padding. */
export const toBase64url = (bytes: Uint8Array): string => base64url.encode(bytes);

/** Only the one spelling that encoding gives: no padding, no white space, no stray bits in the last character. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = base64url.decode(text);
  return base64url.encode(bytes) === text ? bytes : undefined;
}
