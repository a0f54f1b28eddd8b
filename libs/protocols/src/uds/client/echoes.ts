import { readUint } from '@baylink/kernel';
import { byteAt, subFunctionOf, wordAt } from '../codec/codec.js';
import { type Echo, echoLength, serviceOf } from '../codec/services.table.js';

/** Of a service that ISO 14229-1 does not define nothing is known that it would repeat. */
export function echoesUds(request: Uint8Array, message: Uint8Array): boolean {
  const entry = serviceOf(byteAt(request, 0));
  return entry === undefined || echoes(entry.echo, entry.subFunction, request, message);
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
