import type { StagedSegment } from './brief.js';
import type { JobState } from './state.js';

export interface Source {
  readonly image: 'new' | 'original' | 'backup';
  readonly segments: readonly StagedSegment[];
}

/** What is being written: the plan's file; on the way back only what the BACKUP of this very serial names. (I24) */
export function imageOf({ mode, brief, saved, evidence }: JobState): Source {
  if (mode === 'write') return { image: 'new', segments: brief.image?.segments ?? [] };
  const grade = evidence.backup.known ? evidence.backup.value.grade : 'C';
  if (grade === 'A') return { image: 'backup', segments: saved.segments };
  return { image: 'original', segments: grade === 'B' ? (brief.original?.segments ?? []) : [] };
}

export const segmentAt = (job: JobState, index: number): StagedSegment | undefined => imageOf(job).segments[index];

/** The first segment of the present image that has not passed its check. */
export const nextSegment = (job: JobState): number | undefined => {
  const index = imageOf(job).segments.findIndex((_, i) => !job.verified.includes(i));
  return index < 0 ? undefined : index;
};
