import type { Result } from '@baylink/kernel';
import type { FirmwareSegment } from '../image.js';

/** What a check found: the stored bytes and those that belong there. */
export interface ChecksumFinding {
  /** Which checksum: "CRC-16/CCITT-FALSE of 0x00008000 to 0x0000FFFD". */
  readonly checksum: string;
  /** Where it is stored. */
  readonly address: number;
  readonly stored: Uint8Array;
  readonly computed: Uint8Array;
}

/** A new image and every byte that makes it differ from the old one. It is another file, with another digest. */
export interface CorrectedImage {
  readonly segments: readonly FirmwareSegment[];
  readonly corrections: readonly ChecksumFinding[];
}

/**
 * Knows the checksums inside one family of images. Correcting is never part of loading or writing: somebody asks for it
 * by this name, sees old and new values, and gets another image. The error is one sentence.
 */
export interface ChecksumPlugin {
  readonly name: string;
  /** Every checksum that does not hold; an empty list is a sound image. */
  verify(segments: readonly FirmwareSegment[]): Result<readonly ChecksumFinding[], string>;
  /** Leaves its argument as it is. An image that is sound comes back with no corrections. */
  correct(segments: readonly FirmwareSegment[]): Result<CorrectedImage, string>;
}
