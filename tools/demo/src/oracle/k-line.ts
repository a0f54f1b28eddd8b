import type { TappedRequest } from './requests.js';
import type { TapChunk } from './tap.js';

/** Format byte with both addresses; its six low bits are the length, or zero and then a length byte follows. (ISO 14230-2 4.1) */
const ADDRESSED = 0x80;
const LENGTH = 0x3f;
const LONGEST = 255 + 5;

/** Byte by byte, as a tester sends them. What is no message with a right sum (a wake-up, an address byte) is passed over. */
export function kLineRequests(chunks: readonly TapChunk[]): readonly TappedRequest[] {
  const bytes = chunks.flatMap(({ at, bytes: own }) => [...own].map((value) => ({ at, value })));
  const requests: TappedRequest[] = [];
  for (let start = 0; start < bytes.length; ) {
    const window = bytes.slice(start, start + LONGEST).map(({ value }) => value);
    const message = messageAt(window);
    const began = bytes[start]?.at;
    if (message !== undefined && began !== undefined) requests.push({ at: began, bytes: message.data });
    start += message?.length ?? 1;
  }
  return requests;
}

function messageAt(window: readonly number[]): { readonly data: Buffer; readonly length: number } | undefined {
  const [format = 0] = window;
  if ((format & ADDRESSED) === 0) return undefined;
  const short = format & LENGTH;
  const [head, size] = short === 0 ? [4, window[3] ?? 0] : [3, short];
  const length = head + size + 1;
  if (size === 0 || window.length < length) return undefined;
  const sum = window.slice(0, length - 1).reduce((total, value) => (total + value) & 0xff, 0);
  return sum === window[length - 1] ? { data: Buffer.from(window.slice(head, head + size)), length } : undefined;
}
