import type { ImageHeaderReport } from './firmware-report.js';

const MAGIC = 'BAYLINK1';
const SIZE = 64;
const FIELD = 16;

/** The 64-byte header of the sample car's images: magic, then software id, hardware id, version in 16 characters each. */
export function imageHeader(first: Uint8Array): ImageHeaderReport | null {
  if (first.length < SIZE || ascii(first.subarray(0, MAGIC.length)) !== MAGIC) return null;
  const [softwareId, hardwareId, version] = [8, 24, 40].map((offset) => ascii(first.subarray(offset, offset + FIELD)));
  return softwareId && hardwareId && version ? { softwareId, hardwareId, version } : null;
}

/** Up to the first zero; empty where a byte is not printable ASCII. */
function ascii(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const field = end < 0 ? bytes : bytes.subarray(0, end);
  return field.every((byte) => byte >= 0x20 && byte < 0x7f) ? String.fromCharCode(...field) : '';
}
