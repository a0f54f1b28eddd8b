import { concat, uintBytes } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import type { Flash } from './flash.js';

/** A page is replaced, never changed: each is looked at once, however often somebody asks. */
const pages = new WeakMap<Uint8Array, number>();

function ofPage(page: Uint8Array): number {
  const known = pages.get(page);
  if (known !== undefined) return known;
  const crc = crc32(page);
  pages.set(page, crc);
  return crc;
}

/** By which two memories of one unit are told apart: the CRC-32 over the CRC-32 of each page, in their order. */
export const fingerprint = (flash: Flash): number =>
  crc32(concat(...flash.pages.map((page) => uintBytes(ofPage(page), 4))));
