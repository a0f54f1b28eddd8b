import type { TappedRequest } from './requests.js';
import type { TapChunk } from './tap.js';

/** A request is a line of nothing but hex digits; commands begin with AT or ST, which are none. The adapter cuts it into frames. */
const REQUEST = /^(?:[0-9A-Fa-f]{2})+$/;

export function elmRequests(chunks: readonly TapChunk[]): readonly TappedRequest[] {
  const requests: TappedRequest[] = [];
  let line = '';
  let began: bigint | undefined;
  for (const { at, bytes } of chunks)
    for (const character of bytes.toString('latin1')) {
      if (character !== '\r') {
        began ??= at;
        line += character;
        continue;
      }
      if (REQUEST.test(line.trim())) requests.push({ at: began ?? at, bytes: Buffer.from(line.trim(), 'hex') });
      line = '';
      began = undefined;
    }
  return requests;
}
