import { concat, err, ok, type Result } from '@baylink/kernel';
import { byteAt } from './codec.js';
import { decodeMemoryRange, encodeMemoryRange } from './memory-range.js';
import { NRC, type Nrc } from './nrc.table.js';
import type { MemoryRange } from './request.js';

/** One format identifier for all of the ranges that follow it. At least one. (ISO 14229-1 defineByMemoryAddress) */
export function decodeRanges(bytes: Uint8Array): Result<MemoryRange[], Nrc> {
  const format = bytes.subarray(0, 1);
  const width = (byteAt(bytes, 0) >> 4) + (byteAt(bytes, 0) & 0x0f);
  const rest = bytes.subarray(1);
  if (rest.length === 0 || width === 0 || rest.length % width !== 0) {
    return err(NRC.incorrectMessageLengthOrInvalidFormat);
  }
  const ranges: MemoryRange[] = [];
  for (let at = 0; at < rest.length; at += width) {
    const range = decodeMemoryRange(concat(format, rest.subarray(at, at + width)));
    if (!range.ok) return range;
    ranges.push(range.value);
  }
  return ok(ranges);
}

/** All ranges have the widths of the first. */
export const encodeRanges = (ranges: readonly MemoryRange[]): Uint8Array =>
  concat(...ranges.map((range, i) => encodeMemoryRange(range).subarray(i === 0 ? 0 : 1)));
