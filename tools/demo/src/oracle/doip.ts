import type { TappedRequest } from './requests.js';
import type { TapChunk } from './tap.js';

const HEADER = 8;
const DIAGNOSTIC_MESSAGE = 0x8001;
const ADDRESSES = 4;

/** ISO 13400-2: version, inverse version, payload type, payload length, then source, target and the request. */
export function doipRequests(chunks: readonly TapChunk[]): readonly TappedRequest[] {
  const requests: TappedRequest[] = [];
  let rest = Buffer.alloc(0);
  for (const { at, bytes } of chunks) {
    rest = Buffer.concat([startsMessage(bytes) && !continues(rest, bytes) ? Buffer.alloc(0) : rest, bytes]);
    while (rest.length >= HEADER) {
      const length = rest.readUInt32BE(4);
      if (rest.length < HEADER + length) break;
      if (rest.readUInt16BE(2) === DIAGNOSTIC_MESSAGE)
        requests.push({ at, bytes: Buffer.from(rest.subarray(HEADER + ADDRESSES, HEADER + length)) });
      rest = Buffer.from(rest.subarray(HEADER + length));
    }
  }
  return requests;
}

/** A connection that broke off leaves half a message; the next connection begins with a whole one. */
const startsMessage = (bytes: Buffer): boolean => bytes.length >= HEADER && (bytes[0] ?? 0) === 255 - (bytes[1] ?? 0);
const continues = (rest: Buffer, bytes: Buffer): boolean =>
  rest.length >= HEADER && rest.length + bytes.length <= HEADER + rest.readUInt32BE(4);
