import { digestHex } from '@baylink/contracts';
import { crc32, type FirmwareImage, imageBytes, imageCrc32, parseFirmware } from '@baylink/protocols/firmware';
import type { FirmwareAnswer } from './firmware-report.js';
import { imageHeader } from './image-header.js';

/** Parses a whole file and tells what is in it, or the parser's one sentence about what is wrong with it. */
export function readFirmware(file: Uint8Array): FirmwareAnswer {
  const parsed = parseFirmware(file);
  if (!parsed.ok) return { ok: false, sentence: parsed.error.message };
  const image: FirmwareImage = parsed.value;
  const [first] = image.segments;
  return {
    ok: true,
    report: {
      format: image.format,
      title: image.header ?? null,
      records: image.records,
      segments: image.segments.map(({ address, bytes }) => ({
        address,
        size: bytes.length,
        crc32: showCrc(crc32(bytes)),
      })),
      dataBytes: imageBytes(image),
      crc32: showCrc(imageCrc32(image)),
      sha256: digestHex(file),
      fileBytes: file.length,
      header: first === undefined ? null : imageHeader(first.bytes),
    },
  };
}

const showCrc = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
