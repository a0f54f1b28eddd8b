import { type ByteCount, byteCount } from '@baylink/kernel';

/** What a hostile archive may cost. All of it is checked before the memory it stands for is allocated. */
export interface ArchiveLimits {
  readonly entries: number;
  /** One entry, unpacked. */
  readonly entryBytes: ByteCount;
  /** All entries together, unpacked. */
  readonly totalBytes: ByteCount;
  /** Unpacked to packed, of the whole archive once it unpacks to more than `ratioFrom`. */
  readonly ratio: number;
  readonly ratioFrom: ByteCount;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 4096,
  entryBytes: byteCount(32 * 1024 * 1024),
  totalBytes: byteCount(96 * 1024 * 1024),
  ratio: 200,
  ratioFrom: byteCount(8 * 1024 * 1024),
};
