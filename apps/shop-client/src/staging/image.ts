import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@baylink/kernel';
import { crc32, type FirmwareImage, parseFirmware } from '@baylink/protocols/firmware';
import { PAGE, type StagedImage } from '@baylink/safety';

/** What a file's own header says about itself; null where it says nothing. */
export interface ImageHeader {
  readonly hardware: string | null;
  readonly software: string | null;
}

/** A staged file as the write job needs it: what is fixed at STAGED, and the bytes that each block is cut from. */
export interface LoadedImage {
  readonly staged: StagedImage;
  readonly segments: FirmwareImage['segments'];
}

/** Parses a file that was just read and digested. The error is the parser's own sentence. */
export function loadImage(
  fileDigest: string,
  file: Uint8Array,
  readHeader: (image: FirmwareImage) => ImageHeader,
): Result<LoadedImage, string> {
  const parsed = parseFirmware(file);
  if (!parsed.ok) return err(parsed.error.message);
  const { segments } = parsed.value;
  return ok({
    segments,
    staged: {
      fileDigest,
      fileSize: file.length,
      publisher: null,
      ...readHeader(parsed.value),
      segments: segments.map(({ address, bytes }) => ({
        address,
        size: bytes.length,
        crc32: crc32(bytes),
        pages: pagesOf(bytes),
      })),
    },
  });
}

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
