import { concat, err, ok, type Result, readUint, uintBytes } from '@baylink/kernel';

/**
 * The header that an engine image of the sample car may begin with, 64 bytes:
 *
 * | offset | size | content |
 * |---|---|---|
 * | 0 | 8 | magic, ASCII `BAYLINK1` |
 * | 8 | 16 | software id (what F189 reports), printable ASCII, padded with 0x00 |
 * | 24 | 16 | hardware id that the image is built for (F191), likewise |
 * | 40 | 16 | version (F195), likewise |
 * | 56 | 4 | length of the whole image with this header, bytes, big-endian |
 * | 60 | 4 | 0xFF, reserved |
 *
 * An image without the magic is an image without a header: it starts on any hardware and is known by its CRC-32.
 */
export interface ImageHeader {
  readonly softwareId: string;
  readonly hardwareId: string;
  readonly version: string;
  /** Bytes, header included. */
  readonly length: number;
}

export const IMAGE_HEADER_SIZE = 64;
const MAGIC = Uint8Array.from('BAYLINK1', (letter) => letter.charCodeAt(0));
const FIELD = 16;

/** `undefined` when there is no header here: no magic, too short, or a field that is not text. */
export function readImageHeader(image: Uint8Array): ImageHeader | undefined {
  if (image.length < IMAGE_HEADER_SIZE || !MAGIC.every((byte, i) => image[i] === byte)) return undefined;
  const softwareId = readField(image, 8);
  const hardwareId = readField(image, 24);
  const version = readField(image, 40);
  const length = readUint(image, 56, 4);
  if (softwareId === undefined || hardwareId === undefined || version === undefined || length === undefined)
    return undefined;
  return { softwareId, hardwareId, version, length };
}

/** The 64 bytes, or the name of the field that does not fit into 16 printable ASCII characters. */
export function writeImageHeader(header: ImageHeader): Result<Uint8Array, { readonly field: keyof ImageHeader }> {
  const parts: Uint8Array[] = [MAGIC];
  for (const field of ['softwareId', 'hardwareId', 'version'] as const) {
    if (!/^[\x20-\x7e]{1,16}$/.test(header[field])) return err({ field });
    const bytes = new Uint8Array(FIELD);
    bytes.set(Uint8Array.from(header[field], (letter) => letter.charCodeAt(0)));
    parts.push(bytes);
  }
  parts.push(uintBytes(header.length, 4), new Uint8Array(4).fill(0xff));
  return ok(concat(...parts));
}

function readField(image: Uint8Array, offset: number): string | undefined {
  const field = image.subarray(offset, offset + FIELD);
  const end = field.indexOf(0);
  const text = Array.from(end < 0 ? field : field.subarray(0, end), (byte) => String.fromCharCode(byte)).join('');
  return /^[\x20-\x7e]{1,16}$/.test(text) ? text : undefined;
}
