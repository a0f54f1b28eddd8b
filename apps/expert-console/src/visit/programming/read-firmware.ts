import { digestHex } from '@baylink/contracts';
import {
  crc32,
  FIRMWARE_LIMITS,
  type FirmwareImage,
  type FirmwareReading,
  imageBytes,
  imageCrc32,
  parseFirmware,
  readImageHeader,
} from '@baylink/protocols/firmware';
import type { FirmwareAnswer } from './firmware-report.js';
import { questionOf } from './reading-question.js';

/** Parses a whole file and tells what is in it, or the parser's one sentence about what is wrong with it. */
export function readFirmware(file: Uint8Array, reading: FirmwareReading = {}): FirmwareAnswer {
  const parsed = parseFirmware(file, FIRMWARE_LIMITS, reading);
  if (!parsed.ok) return { ok: false, sentence: parsed.error.message, question: questionOf(parsed.error) };
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
      header: readImageHeader(first?.bytes ?? new Uint8Array()) ?? null,
      checks: image.checks,
      labels: image.labels,
      dataFormat: image.dataFormat ?? 0,
    },
  };
}

const showCrc = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
