/** A cyclic redundancy check by its parameters, in the terms of Ross Williams' model. */
export interface CrcParameters {
  readonly width: 8 | 16 | 32;
  /** Without its highest term. */
  readonly polynomial: number;
  readonly initial: number;
  /** Bits of each byte, and of the result, taken lowest first. */
  readonly reflected: boolean;
  readonly xorOut: number;
}

/** A machine that is fed bytes and asked for the check of all of them; made anew for each computation. */
export function crcOf({ width, polynomial, initial, reflected, xorOut }: CrcParameters) {
  const table = reflected ? reflectedTable(reverse(polynomial, width)) : straightTable(width, polynomial);
  const mask = 2 ** width - 1;
  return (parts: Iterable<Uint8Array>): number => {
    let crc = reflected ? reverse(initial, width) : initial;
    for (const bytes of parts)
      for (const byte of bytes)
        crc = reflected
          ? (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
          : (width === 8 ? 0 : crc << 8) ^ (table[((crc >>> (width - 8)) ^ byte) & 0xff] ?? 0);
    return ((crc ^ xorOut) & mask) >>> 0;
  };
}

function straightTable(width: number, polynomial: number): Int32Array {
  const top = 2 ** (width - 1);
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) crc = (crc & top) !== 0 ? (crc << 1) ^ polynomial : crc << 1;
    return crc;
  });
}

function reflectedTable(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
}

function reverse(value: number, width: number): number {
  let reversed = 0;
  for (let bit = 0; bit < width; bit++) if ((value >>> bit) & 1) reversed |= 1 << (width - 1 - bit);
  return reversed >>> 0;
}
