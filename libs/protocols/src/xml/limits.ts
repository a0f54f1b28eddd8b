import { type ByteCount, byteCount } from '@baylink/kernel';

/** What a hostile document may cost. */
export interface XmlLimits {
  readonly bytes: ByteCount;
  /** Of elements within one another. */
  readonly depth: number;
  /** Kept or not. */
  readonly elements: number;
  readonly attributes: number;
  /** Signs that begin markup or end a line, wherever they stand. */
  readonly markup: number;
  /** Of one comment or processing instruction. */
  readonly aside: ByteCount;
}

export const XML_LIMITS: XmlLimits = {
  bytes: byteCount(32 * 1024 * 1024),
  depth: 64,
  elements: 400_000,
  attributes: 400_000,
  markup: 4 * 1024 * 1024,
  aside: byteCount(1024 * 1024),
};
