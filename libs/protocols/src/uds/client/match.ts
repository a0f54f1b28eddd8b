import { showBytes } from '@baylink/kernel';
import { byteAt } from '../codec/codec.js';
import { decodeNegative } from '../codec/decode.js';
import type { Nrc } from '../codec/nrc.table.js';
import { NEGATIVE_RESPONSE, POSITIVE_OFFSET } from '../codec/services.table.js';
import { CLIENT_WORDS, type ClientDialect } from './dialects.table.js';

/** Whether a message answers a request, and how. */
export type Match =
  | { readonly kind: 'positive' }
  | { readonly kind: 'negative'; readonly nrc: Nrc }
  /** Somebody else's, or an answer to something earlier. */
  | { readonly kind: 'stray'; readonly why: string };

const HEAD = 4;
const head = (bytes: Uint8Array): string => showBytes(bytes.subarray(0, HEAD));

/** A message completes a request only when SID and everything that its standard lets a response echo are the same. */
export function matchResponse(request: Uint8Array, message: Uint8Array, dialect: ClientDialect = 'uds'): Match {
  const sid = byteAt(request, 0);
  const first = byteAt(message, 0);
  if (first === NEGATIVE_RESPONSE) {
    const negative = decodeNegative(message);
    return negative?.sid === sid
      ? { kind: 'negative', nrc: negative.nrc }
      : { kind: 'stray', why: `${head(message)} refuses another request than ${head(request)}` };
  }
  if (message.length === 0 || first !== sid + POSITIVE_OFFSET) {
    return { kind: 'stray', why: `${head(message)} is no answer to service ${head(request.subarray(0, 1))}` };
  }
  return CLIENT_WORDS[dialect].echoes(request, message)
    ? { kind: 'positive' }
    : { kind: 'stray', why: `${head(message)} does not echo ${head(request)}` };
}
