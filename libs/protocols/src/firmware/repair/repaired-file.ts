import type { ChecksumFinding } from '../checksum/plugin.js';

/** A checksum that was made right. */
export interface Correction extends ChecksumFinding {
  /** Whether `address` is one of the unit's memory, or an offset in the file. */
  readonly in: 'memory' | 'file';
}

/** Another file with another digest. Nobody has signed it. */
export interface RepairedFile {
  readonly file: Uint8Array;
  readonly corrections: readonly Correction[];
}
