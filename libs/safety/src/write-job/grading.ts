import { showHex } from '@baylink/kernel';
import type { BackupGrade, BackupProof, UnitIdentity } from '../facts/facts.js';
import { publisherFault } from '../gates/publisher.js';
import type { JobBrief, StagedImage, StagedSegment } from './brief.js';
import type { Saved } from './state.js';

export interface Grading {
  readonly grade: BackupGrade;
  readonly proof: BackupProof;
}

/**
 * A: everything that the plan may erase, read twice from the unit. B: the unit's own refusal to be read, and the maker's
 * original file for exactly this hardware and software. C: coding values alone. Nothing is taken on trust: what is
 * missing for a better grade is said.
 */
export function gradingOf(brief: JobBrief, saved: Saved): Grading {
  const { plan, image } = brief;
  if (plan.kind === 'coding') return lacking('coding needs no more than the old values');
  if (saved.refusal !== null) {
    const misfit = originalMisfit(brief, saved.identity);
    const { request, response } = saved.refusal;
    return misfit === undefined ? { grade: 'B', proof: { kind: 'refused', request, response } } : lacking(misfit);
  }
  if (image === null || !sameRanges(saved.segments, image.segments))
    return lacking('the unit has neither given all that the plan may erase nor refused to');
  const virtual = virtualReading(brief, saved);
  return virtual === undefined ? { grade: 'A', proof: { kind: 'read' } } : lacking(virtual);
}

const lacking = (why: string): Grading => ({ grade: 'C', proof: { kind: 'none', why } });

const sameRanges = (read: readonly StagedSegment[], wanted: readonly StagedSegment[]): boolean =>
  wanted.length > 0 &&
  read.length === wanted.length &&
  wanted.every(({ address, size }, i) => read[i]?.address === address && read[i]?.size === size);

/**
 * A reading that is a file in place of the unit's memory: it holds software by a name that the unit does not have. Some
 * tools answer a protected unit's read from their database; what they give back is no backup of this unit.
 */
function virtualReading({ plan, image, original }: JobBrief, { identity, segments }: Saved): string | undefined {
  const wanted = plan.kind === 'programming' ? plan.expectSoftware : undefined;
  const files: readonly (readonly [StagedImage | null, string | null | undefined])[] = [
    [image, image?.software ?? wanted],
    [original, original?.software],
  ];
  for (const [file, software] of files)
    if (file !== null && software != null && software !== identity?.software && sameBytes(segments, file.segments))
      return `what was read is the file ${file.fileDigest.slice(0, 12)}… with software ${software}, and the unit reports ${identity?.software ?? 'none'}: it is no reading of this unit`;
  return undefined;
}

const sameBytes = (read: readonly StagedSegment[], file: readonly StagedSegment[]): boolean =>
  sameRanges(read, file) && read.every(({ pages }, i) => pages.join() === file[i]?.pages.join());

/** Why the plan's original file cannot bring this unit back; a clause. */
function originalMisfit({ plan, image, original, profile }: JobBrief, identity: UnitIdentity | undefined) {
  if (plan.kind !== 'programming' || plan.original === undefined || original === null)
    return 'the unit refuses to be read, and the plan names no original file';
  if (original.fileDigest !== plan.original.sha256) return 'the original file is not the one that the plan names';
  if (original.hardware === null || original.hardware !== identity?.hardware)
    return `the original file is for hardware ${original.hardware ?? 'that it does not name'}, and the unit is ${identity?.hardware ?? 'unknown'}`;
  if (original.software === null || original.software !== identity.software)
    return `the original file holds software ${original.software ?? 'without a name'}, and the unit has ${identity.software}`;
  const doubt = publisherFault(original.publisher, profile);
  if (doubt !== undefined) return `the original file cannot be used: ${doubt.why}`;
  const bare = image?.segments.find((segment) => !original.segments.some((part) => covers(part, segment)));
  return bare === undefined
    ? undefined
    : `the original file does not hold all from ${showHex(bare.address, 8)} on that the plan would erase`;
}

const covers = (part: StagedSegment, wanted: StagedSegment): boolean =>
  part.address <= wanted.address && part.address + part.size >= wanted.address + wanted.size;
