import { finishDone, hold } from './endings.js';
import { phaseRules } from './phase-rules.js';
import type { JobState } from './state.js';
import { type Context, still, type Turn, waitUntil } from './turn.js';

/** CONFIRMED: the write is finished and checked; a person looks at the vehicle. */
export const confirming = phaseRules('confirming', {
  next(job, context) {
    if (context.now < job.phase.until) return waitUntil(job, job.phase.until);
    return hold(
      job,
      {
        why: 'Nobody has confirmed the finished write.',
        next: 'The unit is written and checked: look at the vehicle and close the case.',
        silent: false,
      },
      context,
    );
  },
});

export const confirm = (job: JobState, context: Context): Turn =>
  job.phase.task === 'confirming' ? finishDone(job, context) : still(job);
