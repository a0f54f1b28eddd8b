/** An entry of the central directory that was found sound. Its content has not been unpacked yet. */
export interface ArchiveEntry {
  /** Relative path with "/", without "..", "." or a drive. */
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc32: number;
  /** Bytes when unpacked, as the archive says; proven when it is unpacked. */
  readonly size: number;
  /** Where its packed bytes lie in the archive. */
  readonly from: number;
  readonly to: number;
}

/** Compression methods of APPNOTE 4.4.5 that are read. */
export const METHODS: Readonly<Record<number, ArchiveEntry['method']>> = { 0: 'stored', 8: 'deflated' };
