import type { TappedRequest } from './requests.js';
import type { TapChunk } from './tap.js';

/** A chunk is four bytes of CAN identifier and a whole message: the adapter does ISO-TP. */
export const wholeMessages = (chunks: readonly TapChunk[]): readonly TappedRequest[] =>
  chunks.map(({ at, bytes }) => ({ at, bytes: bytes.subarray(4) }));
