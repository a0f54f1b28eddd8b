import { err, ok, type Result } from '@baylink/kernel';
import { type BlockChecksum, blockChecksums } from '../checksum/block-checksum.js';
import type { FirmwareFormat, FirmwareImage } from '../image.js';
import { FIRMWARE_LIMITS } from '../image.js';
import { type FirmwareReading, parseFirmware } from '../parse.js';
import { toIntelHex, toSRecord } from '../write.js';
import { repairRecords } from './records.js';
import type { Correction, RepairedFile } from './repaired-file.js';
import { patchVbf, repairVbf } from './vbf.js';

/** Plug-ins for the sums of a container itself, by the name that asks for them. They read what `parseFirmware` refuses. */
export const CONTAINER_REPAIRS = {
  /** The sum at the end of each Intel HEX or S-record line. */
  records: repairRecords,
  /** CRC-16 of each block and file_checksum of a VBF file. */
  vbf: repairVbf,
} as const satisfies Readonly<Record<string, (file: Uint8Array) => Result<RepairedFile, string>>>;

export type ContainerRepair = keyof typeof CONTAINER_REPAIRS;

export interface RepairWish {
  readonly containers: readonly ContainerRepair[];
  readonly blocks: readonly BlockChecksum[];
  readonly reading: FirmwareReading;
}

/** First the container's own sums, where they are asked for, then those inside the image. The error is one sentence. */
export function repairFirmware(
  file: Uint8Array,
  { containers, blocks, reading }: RepairWish,
): Result<RepairedFile, string> {
  const corrections: Correction[] = [];
  let repaired = file;
  for (const name of containers) {
    const next = CONTAINER_REPAIRS[name](repaired);
    if (!next.ok) return next;
    repaired = next.value.file;
    corrections.push(...next.value.corrections);
  }
  const image = parseFirmware(repaired, FIRMWARE_LIMITS, reading);
  if (!image.ok) return err(image.error.message);
  if (blocks.length > 0 && (image.value.dataFormat ?? 0) !== 0)
    return err('The bytes of this file are packed or encrypted, so that checksums inside them cannot be seen here.');
  const corrected = blockChecksums('checksums', blocks).correct(image.value.segments);
  if (!corrected.ok) return err(corrected.error);
  const inside = corrected.value.corrections.map((finding) => ({ ...finding, in: 'memory' }) as const);
  if (inside.length === 0) return ok({ file: repaired, corrections });
  const written = WRITERS[image.value.format]({ ...image.value, segments: corrected.value.segments }, repaired, inside);
  return written.ok ? ok({ file: written.value, corrections: [...corrections, ...inside] }) : written;
}

type Write = (
  image: FirmwareImage,
  before: Uint8Array,
  corrections: readonly Correction[],
) => Result<Uint8Array, string>;

/** How an image goes back into the format that it came from. */
const WRITERS: Readonly<Record<FirmwareFormat, Write>> = {
  'intel-hex': (image) => ok(toIntelHex(image)),
  's-record': (image) => ok(toSRecord(image)),
  raw: ({ segments: [only] }) => ok(only?.bytes ?? new Uint8Array()),
  vbf: (_, before, corrections) => patchVbf(before, corrections),
  'odx-f': () => err('An ODX-F file is not written here: its publisher has to make it again with the right bytes.'),
};
