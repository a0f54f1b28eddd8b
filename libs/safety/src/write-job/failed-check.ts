import { after, millis } from '@baylink/kernel';
import { hold } from './endings.js';
import { LIMITS } from './limits.table.js';
import { reenter } from './reentry.js';
import { restore } from './restore.js';
import type { JobState } from './state.js';
import { type Context, go, type Turn, waitUntil } from './turn.js';

const LOOK_AGAIN = millis(500);

/** What the unit holds is not right: everything is written once more, and the second time it is brought back. */
export function failedCheck(before: JobState, why: string, context: Context): Turn {
  const failedChecks = before.tries.failedChecks + 1;
  const job: JobState = { ...before, verified: [], tries: { ...before.tries, failedChecks } };
  if (failedChecks >= LIMITS.failedChecks || job.brief.plan.kind === 'coding') return restore(job, why, context);
  return reenter(job, why, context);
}

/** Unit or link fell silent while a finished unit is only looked at: no reason to erase it again. Behind `returning` it has restarted. */
export function lookAgainLater(job: JobState, why: string, context: Context): Turn {
  const looks = job.tries.looks + 1;
  const next =
    'Keep power and cable connected, check ignition and link, then press continue: the unit is written but not checked.';
  if (looks > LIMITS.looks) return hold(job, { why, next, silent: false }, context);
  const until = after(context.now, millis(job.brief.profile.timing.boot));
  const again = go(
    { ...job, tries: { ...job.tries, looks } },
    {
      task: 'returning',
      until,
      reset: job.phase.task === 'returning' ? job.phase.reset : 'restarted',
      silences: 0,
      asks: 'whether it is back',
    },
    `Looking for the unit again: ${why}`,
  );
  return waitUntil(again, after(context.now, LOOK_AGAIN));
}
