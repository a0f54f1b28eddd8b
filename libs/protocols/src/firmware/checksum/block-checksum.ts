import { concat, equalBytes, err, ok, type Result, showHex, uintBytes } from '@baylink/kernel';
import type { FirmwareSegment, MemoryRange } from '../image.js';
import { CHECKSUM_ALGORITHMS, type ChecksumName } from './algorithms.table.js';
import { bytesIn, withBytes } from './memory.js';
import type { ChecksumFinding, ChecksumPlugin } from './plugin.js';

/** One checksum of an image: what it covers, how it is computed, where and in which order its bytes are stored. */
export interface BlockChecksum {
  readonly algorithm: ChecksumName;
  readonly covers: MemoryRange;
  readonly storedAt: number;
  readonly byteOrder: 'big-endian' | 'little-endian';
  /** Value of bytes that the image does not have; without it a gap is an error. */
  readonly fill?: number;
}

/** A plug-in for images whose checksums are known by place and algorithm. They are dealt with in the order given. */
export function blockChecksums(name: string, checksums: readonly BlockChecksum[]): ChecksumPlugin {
  const findingsIn = (segments: readonly FirmwareSegment[]): Result<ChecksumFinding[], string> => {
    const findings: ChecksumFinding[] = [];
    for (const checksum of checksums) {
      const finding = findingOf(segments, checksum);
      if (!finding.ok) return finding;
      if (!equalBytes(finding.value.stored, finding.value.computed)) findings.push(finding.value);
    }
    return ok(findings);
  };
  return {
    name,
    verify: findingsIn,
    correct: (segments) => {
      const corrections: ChecksumFinding[] = [];
      let corrected = segments;
      for (const checksum of checksums) {
        const finding = findingOf(corrected, checksum);
        if (!finding.ok) return finding;
        if (equalBytes(finding.value.stored, finding.value.computed)) continue;
        corrected = withBytes(corrected, checksum.storedAt, finding.value.computed) ?? corrected;
        corrections.push(finding.value);
      }
      const left = findingsIn(corrected);
      if (!left.ok) return left;
      const [first] = left.value;
      if (first === undefined) return ok({ segments: corrected, corrections });
      return err(
        `${name}: correcting one checksum breaks ${first.checksum}; order them so that none covers a later one.`,
      );
    },
  };
}

function findingOf(segments: readonly FirmwareSegment[], checksum: BlockChecksum): Result<ChecksumFinding, string> {
  const { algorithm, covers, storedAt, byteOrder, fill } = checksum;
  const { width, compute } = CHECKSUM_ALGORITHMS[algorithm];
  const title = `${algorithm} of ${showHex(covers.address, 8)} to ${showHex(covers.address + covers.size - 1, 8)}`;
  if (storedAt < covers.address + covers.size && storedAt + width > covers.address)
    return err(`${title}: it is stored at ${showHex(storedAt, 8)}, inside what it covers; leave that place out.`);
  const parts = bytesIn(segments, covers, fill);
  if (!parts.ok) return err(`${title}: ${parts.error}.`);
  const stored = bytesIn(segments, { address: storedAt, size: width }, undefined);
  if (!stored.ok) return err(`${title}: the image has no bytes at ${showHex(storedAt, 8)}, where it is stored.`);
  const value = uintBytes(compute(parts.value), width);
  return ok({
    checksum: title,
    address: storedAt,
    stored: concat(...stored.value),
    computed: byteOrder === 'big-endian' ? value : value.reverse(),
  });
}
