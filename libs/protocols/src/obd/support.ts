import { uintBytes } from '@baylink/kernel';

/** Each bitmap tells of the 32 identifiers after its own, most significant bit first. (SAE J1979 PID 00) */
const SPAN = 0x20;

/** 00, 20, 40 … E0 are bitmaps in modes 01, 02, 05, 06, 08 and 09 alike. */
export const isBitmap = (id: number): boolean => id % SPAN === 0;

/**
 * Four bytes for the bitmap `id`, or `undefined` where a server says nothing: a bitmap other than the first that would
 * be empty. The last bit of each tells whether there is a next one.
 */
export function supportBitmap(id: number, supported: Iterable<number>): Uint8Array | undefined {
  let bits = 0;
  for (const each of supported) {
    if (each <= id || isBitmap(each)) continue;
    bits |= each > id + SPAN ? 1 : 1 << (SPAN - (each - id));
  }
  return bits === 0 && id !== 0 ? undefined : uintBytes(bits >>> 0, 4);
}

/** The identifiers that the bitmap `id` names; less than four bytes name what they can. */
export function supportedBy(id: number, bitmap: Uint8Array): number[] {
  const found: number[] = [];
  for (let bit = 0; bit < Math.min(SPAN, bitmap.length * 8); bit++)
    if (((bitmap[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) found.push(id + bit + 1);
  return found;
}
