import { hold } from './endings.js';
import { imageOf } from './image-of.js';
import { beginReentry } from './reentry.js';
import type { JobState } from './state.js';
import { andThen, type Context, journal, still, type Turn } from './turn.js';
import { beginWriting } from './writing.js';

const BY_HAND = 'call the expert: the unit has to be recovered by hand.';
const NEXT = `Keep power and cable connected and ${BY_HAND}`;
/** Where the reason may be one that goes away: a cable that was off, a line that was disturbed. */
const ONCE_MORE = `Keep power connected, see that the cable is on the vehicle, then press continue; if that does not help, ${BY_HAND}`;

/** The way back, acknowledged beforehand with the plan: the same machine, with the backup or the old values. */
export function restore(job: JobState, why: string, context: Context): Turn {
  if (job.mode === 'restore')
    return hold(job, { why: `Restoring has failed. ${why}`, next: ONCE_MORE, silent: false }, context);
  const restoring: JobState = {
    ...job,
    mode: 'restore',
    verified: [],
    tries: { ...job.tries, reentries: 0, failedChecks: 0, looks: 0 },
    stop: undefined,
    staleSince: undefined,
  };
  const coding = job.brief.plan.kind === 'coding';
  if (!coding && imageOf(restoring).segments.length === 0)
    return hold(job, { why: `There is no backup to restore. ${why}`, next: NEXT, silent: false }, context);
  const begun =
    coding && !sessionIsLost(job) ? beginWriting(restoring).job : beginReentry(restoring, 0, why, context.now);
  return andThen(still(begun), (state) =>
    journal(state, { type: 'RESTORE_INTENT', at: context.now, why }, 'fsync', context),
  );
}

/** Whether what comes next has to open the unit first. */
const sessionIsLost = ({ phase, interruption, session }: JobState): boolean =>
  phase.task !== 'writing' || interruption !== undefined || session === 'default';
