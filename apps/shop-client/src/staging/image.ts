import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@baylink/kernel';
import {
  crc32,
  FIRMWARE_LIMITS,
  type FirmwareImage,
  type FirmwareReading,
  parseFirmware,
  readImageHeader,
} from '@baylink/protocols/firmware';
import { PAGE, type StagedImage } from '@baylink/safety';

/** A staged file as the write job needs it: what is fixed at STAGED, and the bytes that each block is cut from. */
export interface LoadedImage {
  readonly staged: StagedImage;
  readonly segments: FirmwareImage['segments'];
  /** dataFormatIdentifier that the bytes are meant for; 0x00 is plain. */
  readonly dataFormat: number;
}

/** A file that was just read and digested, and what the signed plan says about reading it. */
export interface FileToLoad {
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly reading: FirmwareReading;
}

/** How a file becomes an image: here or in a worker. The error is one sentence. */
export type ImageReader = (file: FileToLoad) => Promise<Result<LoadedImage, string>>;

/** Parses a file, its own checksums included. The error is the parser's own sentence; never throws. */
export function loadImage({ sha256, bytes, reading }: FileToLoad): Result<LoadedImage, string> {
  const parsed = parseFirmware(bytes, FIRMWARE_LIMITS, reading);
  if (!parsed.ok) return err(parsed.error.message);
  const { segments, dataFormat = 0, labels } = parsed.value;
  const madeFor = Number(labels.ecu_address ?? Number.NaN);
  const header = readImageHeader(segments[0]?.bytes ?? new Uint8Array());
  return ok({
    segments,
    dataFormat,
    staged: {
      fileDigest: sha256,
      fileSize: bytes.length,
      publisher: { kind: 'unsigned' },
      ...(Number.isInteger(madeFor) ? { madeFor } : {}),
      hardware: header?.hardwareId ?? null,
      software: header?.softwareId ?? null,
      segments: segments.map(({ address, bytes: content }) => ({
        address,
        size: content.length,
        crc32: crc32(content),
        pages: pagesOf(content),
      })),
    },
  });
}

/** In this thread, for files that are not a stranger's. */
export const loadHere: ImageReader = async (file) => loadImage(file);

/** What a plan says about reading its file. */
export const readingOf = ({
  address,
  session,
}: {
  readonly address?: number | undefined;
  readonly session?: string | undefined;
}): FirmwareReading => ({
  ...(address === undefined ? {} : { address }),
  ...(session === undefined ? {} : { session }),
});

function pagesOf(bytes: Uint8Array): string[] {
  const pages: string[] = [];
  for (let at = 0; at < bytes.length; at += PAGE) {
    pages.push(
      createHash('sha256')
        .update(bytes.subarray(at, at + PAGE))
        .digest('hex'),
    );
  }
  return pages;
}
