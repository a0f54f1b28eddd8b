import { uintBytes } from '@baylink/kernel';
import { imageOf, segmentAt } from './image-of.js';
import type { JobState } from './state.js';
import { unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

/** The unit compares a segment with the CRC-32 of what was staged. */
export function segmentCheck(job: JobState, index: number): Uint8Array | undefined {
  const segment = segmentAt(job, index);
  const rid = unitOf(job)?.programming?.checkRoutine;
  return segment === undefined || rid === undefined
    ? undefined
    : wordsOf(job).startRoutine(rid, uintBytes(segment.crc32, 4));
}

/** Dependencies; `undefined` where the unit has no routine for them. */
export function wholeCheck(job: JobState): Uint8Array | undefined {
  const rid = unitOf(job)?.programming?.dependencyRoutine;
  return rid == null ? undefined : wordsOf(job).startRoutine(rid);
}

/** What a finished unit has answered last before its reset; a coded one has no check. */
export const lastCheck = (job: JobState): Uint8Array | undefined =>
  job.brief.plan.kind === 'coding'
    ? undefined
    : (wholeCheck(job) ?? segmentCheck(job, imageOf(job).segments.length - 1));
