import { err, ok, type Result } from '@baylink/kernel';
import { type BlockChecksum, blockChecksums } from './checksum/block-checksum.js';
import type { ChecksumFinding } from './checksum/plugin.js';
import { crc32, imageCrc32 } from './crc32.js';
import { FIRMWARE_LIMITS, type FileCheck, type FirmwareFormat, imageBytes, type MemoryRange } from './image.js';
import { type ImageHeader, readImageHeader } from './image-header.js';
import { type FirmwareReading, parseFirmware } from './parse.js';

/** What a firmware file says and holds, without its bytes. */
export interface FirmwareInspection {
  readonly format: FirmwareFormat;
  readonly records: number;
  readonly segments: readonly (MemoryRange & { readonly crc32: number })[];
  readonly dataBytes: number;
  /** Over all segments in ascending order. */
  readonly crc32: number;
  readonly header: ImageHeader | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly dataFormat: number;
  readonly erase: readonly MemoryRange[];
  /** The file's own; one that does not hold has refused the file. */
  readonly checks: readonly FileCheck[];
  /** Of the checksums inside the image that were asked for: those that do not hold. */
  readonly wrong: readonly ChecksumFinding[];
}

/** Reads a whole file and looks at the checksums that are asked for. The error is one sentence. */
export function inspectFirmware(
  file: Uint8Array,
  { blocks, reading }: { readonly blocks: readonly BlockChecksum[]; readonly reading: FirmwareReading },
): Result<FirmwareInspection, string> {
  const parsed = parseFirmware(file, FIRMWARE_LIMITS, reading);
  if (!parsed.ok) return err(parsed.error.message);
  const image = parsed.value;
  const wrong = blockChecksums('checksums', blocks).verify(image.segments);
  if (!wrong.ok) return wrong;
  const { format, records, checks, labels, dataFormat = 0, erase = [] } = image;
  return ok({
    format,
    records,
    segments: image.segments.map(({ address, bytes }) => ({ address, size: bytes.length, crc32: crc32(bytes) })),
    dataBytes: imageBytes(image),
    crc32: imageCrc32(image),
    header: readImageHeader(image.segments[0]?.bytes ?? new Uint8Array()) ?? null,
    labels,
    dataFormat,
    erase,
    checks,
    wrong: wrong.value,
  });
}
