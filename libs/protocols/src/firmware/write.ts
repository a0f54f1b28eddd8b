import { concat, hex, uintBytes } from '@baylink/kernel';
import type { FirmwareImage, FirmwareSegment } from './image.js';

/** What a writer needs; the format and the record count follow from the writing. */
export type FirmwareContent = Pick<FirmwareImage, 'segments' | 'header' | 'entry'>;

const ROW = 32;

/** Intel HEX with types 00, 01, 04 and 05, LF line ends. Segments in ascending order, as `FirmwareImage` has them. */
export function toIntelHex(image: FirmwareContent): Uint8Array {
  const text: string[] = [];
  let upper = 0;
  for (const { address, bytes } of image.segments.flatMap(rows)) {
    if (Math.floor(address / 65_536) !== upper) {
      upper = Math.floor(address / 65_536);
      text.push(hexRecord(4, 0, uintBytes(upper, 2)));
    }
    text.push(hexRecord(0, address % 65_536, bytes));
  }
  if (image.entry !== undefined) text.push(hexRecord(5, 0, uintBytes(image.entry, 4)));
  text.push(hexRecord(1, 0, new Uint8Array()));
  return ascii(text);
}

/** S-records with four address bytes throughout (S3, S7), a header, and a count that proves completeness. */
export function toSRecord(image: FirmwareContent): Uint8Array {
  const data = image.segments.flatMap(rows);
  const header = Uint8Array.from(image.header ?? '', (letter) => letter.charCodeAt(0) & 0x7f).subarray(0, 252);
  const text = [
    ...(image.header === undefined ? [] : [sRecord(0, concat(uintBytes(0, 2), header))]),
    ...data.map(({ address, bytes }) => sRecord(3, concat(uintBytes(address, 4), bytes))),
    data.length < 65_536 ? sRecord(5, uintBytes(data.length, 2)) : sRecord(6, uintBytes(data.length, 3)),
    sRecord(7, uintBytes(image.entry ?? 0, 4)),
  ];
  return ascii(text);
}

/** Pieces of at most `ROW` bytes that end at multiples of `ROW`: none crosses a 64 KiB boundary. */
function rows({ address, bytes }: FirmwareSegment): FirmwareSegment[] {
  const pieces: FirmwareSegment[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = ROW - ((address + at) % ROW);
    pieces.push({ address: address + at, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  return pieces;
}

function hexRecord(type: number, offset: number, data: Uint8Array): string {
  const bytes = concat(Uint8Array.of(data.length), uintBytes(offset, 2), Uint8Array.of(type), data);
  return `:${hex(bytes)}${hex(Uint8Array.of(-sumOf(bytes)))}`;
}

function sRecord(type: number, body: Uint8Array): string {
  const bytes = concat(Uint8Array.of(body.length + 1), body);
  return `S${type}${hex(bytes)}${hex(Uint8Array.of(~sumOf(bytes)))}`;
}

const sumOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0);

function ascii(lines: readonly string[]): Uint8Array {
  const text = `${lines.join('\n').toUpperCase()}\n`;
  return Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}
