import { wallMillis } from '@baylink/kernel';
import { type JobEvent, type JobRecord, type JobState, openJob, restoreOnly, resumeFrom } from '../src/index.js';
import type { Script } from './script.js';

/** What the shop client makes of a journal at its start: the job to go on with and the event that wakes it; nothing for one that is over. */
export function restartedJob(
  { brief, staged, standstill }: Script,
  durable: readonly JobRecord[],
  bootId: string,
  usedCounter: number,
): { readonly job: JobState; readonly event: JobEvent } | undefined {
  const resumed = resumeFrom(durable, { profile: brief.profile, bootId, usedCounter });
  if (!resumed.ok)
    return durable.some(({ type }) => type === 'PLAN')
      ? undefined
      : { job: openJob(brief), event: { kind: 'start', wall: wallMillis(1_500_000) } };
  const job = resumed.value;
  const back = staged !== undefined && job.region === 'after' && job.mode === 'write';
  return {
    job: back ? restoreOnly(job, 'The staged file is gone.') : job,
    event: { kind: 'recovered', ...(standstill && { hold: standstill }) },
  };
}
