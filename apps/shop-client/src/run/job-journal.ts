import type { Refusal } from '@baylink/contracts';
import { type Clock, type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import type { JobRecord } from '@baylink/safety';
import { Journal } from '../journal/journal.js';
import { type JobRules, keepJobRules } from './job-rules.js';

interface Place extends JobRules {
  readonly disk: Disk;
  readonly journals: string;
  readonly clock: Clock;
}

/** The journal of one job, with the job's rules beside it, made durable before anything is asked of the unit. */
export async function openJobJournal(place: Place, job: string): Promise<Result<Journal<JobRecord>, Refusal>> {
  const { disk, journals, clock } = place;
  try {
    await keepJobRules(disk, journals, job, place);
    return ok(await Journal.open<JobRecord>(disk, journals, job, clock));
  } catch (failure) {
    const why = errorText(failure);
    return err({
      rule: 'JOURNAL-OPEN',
      sentence: `The journal of job ${job} cannot be opened (${why}), so nothing is asked of the unit: free this shop's disk, then offer the plan again.`,
    });
  }
}
