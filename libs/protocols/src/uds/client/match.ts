import { readUint, showBytes } from '@baylink/kernel';
import { byteAt, subFunctionOf, wordAt } from '../codec/codec.js';
import { decodeNegative } from '../codec/decode.js';
import type { Nrc } from '../codec/nrc.table.js';
import { type Echo, echoLength, NEGATIVE_RESPONSE, POSITIVE_OFFSET, serviceOf } from '../codec/services.table.js';

/** Whether a message answers a request, and how. */
export type Match =
  | { readonly kind: 'positive' }
  | { readonly kind: 'negative'; readonly nrc: Nrc }
  /** Somebody else's, or an answer to something earlier. */
  | { readonly kind: 'stray'; readonly why: string };

const HEAD = 4;
const head = (bytes: Uint8Array): string => showBytes(bytes.subarray(0, HEAD));

/** A message completes a request only when SID and everything that the standard lets a response echo are the same. */
export function matchResponse(request: Uint8Array, message: Uint8Array): Match {
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
  const entry = serviceOf(sid);
  return entry === undefined || echoes(entry.echo, entry.subFunction, request, message)
    ? { kind: 'positive' }
    : { kind: 'stray', why: `${head(message)} does not echo ${head(request)}` };
}

function echoes(echo: Echo, subFunction: boolean, request: Uint8Array, message: Uint8Array): boolean {
  if (echo.kind === 'one of the DIDs') return asksFor(request, readUint(message, 1, 2));
  if (echo.kind === 'SID alone') return message.length === 1;
  const length = Math.min(echoLength(echo, request), request.length - 1);
  if (message.length < 1 + length) return false;
  for (let at = 1; at <= length; at++) {
    const wanted = at === 1 && subFunction ? subFunctionOf(request) : byteAt(request, at);
    if (byteAt(message, at) !== wanted) return false;
  }
  return true;
}

function asksFor(request: Uint8Array, did: number | undefined): boolean {
  for (let at = 1; at + 1 < request.length; at += 2) if (wordAt(request, at) === did) return true;
  return false;
}
