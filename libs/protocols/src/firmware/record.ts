import { ok, type Result, showHex } from '@baylink/kernel';
import type { FirmwareError } from './image.js';
import type { Line } from './lines.js';
import { damagedLine } from './refusal.js';

const NO_DIGIT = 0xff;
const NIBBLE = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? NO_DIGIT : digit;
});

/**
 * The bytes of a record, spelled as pairs of hex digits of either case, from `skip` characters into its line. The
 * first byte of both formats is a length: it must agree with the line through `lengthOf`, and all bytes together
 * must add up to `sum` modulo 256.
 */
export function recordBytes(
  file: Uint8Array,
  line: Line,
  shape: { readonly skip: number; readonly sum: number; readonly lengthOf: (first: number) => number },
): Result<Uint8Array, FirmwareError> {
  const from = line.from + shape.skip;
  const digits = line.to - from;
  const bytes = new Uint8Array(Math.min(Math.ceil(digits / 2), MAX_RECORD_BYTES + 1));
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) {
    const at = from + 2 * i;
    const high = NIBBLE[file[at] ?? 0] ?? NO_DIGIT;
    const low = at + 1 < line.to ? (NIBBLE[file[at + 1] ?? 0] ?? NO_DIGIT) : NO_DIGIT;
    if (high === NO_DIGIT || low === NO_DIGIT) return noDigit(file, high === NO_DIGIT ? at : at + 1, line);
    const value = high * 16 + low;
    bytes[i] = value;
    sum += value;
  }
  const wanted = shape.lengthOf(bytes[0] ?? 0);
  if (bytes.length !== wanted || digits % 2 !== 0) {
    return damagedLine('length', line.number, `has ${digits} hex digits, but its length field asks for ${2 * wanted}`);
  }
  if (sum % 256 !== shape.sum) {
    const stored = bytes[bytes.length - 1] ?? 0;
    const computed = (shape.sum - (sum - stored)) & 0xff;
    const what = `carries checksum ${showHex(stored)}, but its bytes give ${showHex(computed)}`;
    return damagedLine('checksum', line.number, what);
  }
  return ok(bytes);
}

/** Length byte, four address bytes, type or none, 255 data bytes, checksum: no record of either format is longer. */
const MAX_RECORD_BYTES = 262;

function noDigit(file: Uint8Array, at: number, line: Line): Result<never, FirmwareError> {
  if (at >= line.to) return damagedLine('length', line.number, 'ends in the middle of a byte');
  const column = at - line.from + 1;
  return damagedLine(
    'syntax',
    line.number,
    `holds byte ${showHex(file[at] ?? 0)} at column ${column}, where a hex digit belongs`,
  );
}
