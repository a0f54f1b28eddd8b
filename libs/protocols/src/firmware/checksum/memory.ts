import { err, ok, type Result, showHex } from '@baylink/kernel';
import type { FirmwareSegment, MemoryRange } from '../image.js';

/** Bytes of an address range in order, cut at the segments; gaps are filled, or an error where there is no filler. */
export function bytesIn(
  segments: readonly FirmwareSegment[],
  { address, size }: MemoryRange,
  fill: number | undefined,
): Result<readonly Uint8Array[], string> {
  const parts: Uint8Array[] = [];
  const end = address + size;
  let at = address;
  const gapTo = (next: number): string | undefined => {
    if (next === at) return undefined;
    if (fill === undefined) return `the image has no bytes at ${showHex(at, 8)}, which the checksum covers`;
    if (next - at > LARGEST_GAP)
      return `the checksum covers a gap of ${next - at} bytes, and the limit is ${LARGEST_GAP}`;
    parts.push(new Uint8Array(next - at).fill(fill));
    return undefined;
  };
  for (const segment of segments) {
    const from = Math.max(at, segment.address);
    const to = Math.min(end, segment.address + segment.bytes.length);
    if (to <= from) continue;
    const gap = gapTo(from);
    if (gap !== undefined) return err(gap);
    parts.push(segment.bytes.subarray(from - segment.address, to - segment.address));
    at = to;
  }
  const gap = gapTo(end);
  return gap === undefined ? ok(parts) : err(gap);
}

const LARGEST_GAP = 16 * 1024 * 1024;

/** A copy with other bytes at `address`; `undefined` where they do not lie inside one segment. */
export function withBytes(
  segments: readonly FirmwareSegment[],
  address: number,
  bytes: Uint8Array,
): readonly FirmwareSegment[] | undefined {
  const index = segments.findIndex(
    (segment) => address >= segment.address && address + bytes.length <= segment.address + segment.bytes.length,
  );
  const segment = segments[index];
  if (segment === undefined) return undefined;
  const changed = segment.bytes.slice();
  changed.set(bytes, address - segment.address);
  return segments.map((other, i) => (i === index ? { address: segment.address, bytes: changed } : other));
}
