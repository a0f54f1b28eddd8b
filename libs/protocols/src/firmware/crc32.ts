import calculate from 'crc/calculators/crc32';
import type { FirmwareImage } from './image.js';

/** The library takes a preceding CRC of 0 for "none"; modulo 2^32 this is the same number without that meaning. */
const ZERO = 2 ** 32;

/** CRC-32 as in IEEE 802.3 (zip, Ethernet) of all parts in order, unsigned. */
export function crc32(...parts: readonly Uint8Array[]): number {
  return parts.reduce((crc, part) => calculate(part, crc === 0 ? ZERO : crc), ZERO) >>> 0;
}

/** Over the data bytes of all segments in ascending address order; gaps count for nothing. */
export const imageCrc32 = (image: Pick<FirmwareImage, 'segments'>): number =>
  image.segments.reduce((crc, { bytes }) => calculate(bytes, crc === 0 ? ZERO : crc), ZERO) >>> 0;
