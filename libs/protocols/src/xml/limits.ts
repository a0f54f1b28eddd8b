import { type ByteCount, byteCount } from '@baylink/kernel';

/** What a hostile document may cost. */
export interface XmlLimits {
  readonly bytes: ByteCount;
  /** Of elements within one another. */
  readonly depth: number;
  /** Kept or not. */
  readonly elements: number;
  readonly attributes: number;
}

export const XML_LIMITS: XmlLimits = {
  bytes: byteCount(32 * 1024 * 1024),
  depth: 64,
  elements: 400_000,
  attributes: 400_000,
};
