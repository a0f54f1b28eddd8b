import { after, millis } from '@baylink/kernel';
import { hold } from './endings.js';
import { LIMITS } from './limits.table.js';
import type { Trouble } from './phase-rules.js';
import { HARD_RESET } from './requests.js';
import { sequence } from './sequence.js';
import type { JobIn, JobState } from './state.js';
import { type Context, go, still, type Turn, told, waitUntil } from './turn.js';

const FIRST_LOOK = millis(300);

export const beginReset = (job: JobState): Turn =>
  still(go(job, { task: 'resetting', at: 0 }, 'The unit is reset and starts what was written.'));

/** VERIFIED: only now may the unit be reset, and the intent is durable first. (I10) */
export const resetting = sequence(
  'resetting',
  () => [
    { name: 'record RESET_INTENT', sync: 'fsync', record: (_, at) => ({ type: 'RESET_INTENT', at }) },
    {
      name: '11 01',
      request: () => ({ bytes: HARD_RESET, moment: 'forward', session: 'leave' }),
      heard: (job) => ({ ...job, phase: { ...job.phase, reset: 'answered' } }),
      unless: (job, trouble) => notAnswered(job, trouble),
    },
  ],
  (job, { now }) => {
    const until = after(now, millis(job.brief.profile.timing.boot));
    const { reset = 'unanswered' } = job.phase;
    return waitUntil(
      go(
        { ...job, undo: [] },
        { task: 'returning', until, reset, silences: 0, asks: 'whether it is back' },
        'Waiting for the unit to be back.',
      ),
      after(now, FIRST_LOOK),
    );
  },
);

/** A unit may be gone before its answer is complete; whether it has reset shows when it is back. */
function notAnswered(job: JobIn<'resetting'>, trouble: Trouble): JobState | undefined {
  if (trouble.kind === 'negative') return undefined;
  const unsent = trouble.kind === 'link' && !trouble.sent;
  return { ...job, phase: { ...job.phase, reset: unsent ? 'unsent' : 'unanswered' } };
}

/** The unit is there, and nothing shows that it has reset. */
export function resetAgain(job: JobState, why: string, context: Context, proven: 'not' | 'unprovable' = 'not'): Turn {
  const looks = job.tries.looks + 1;
  if (looks <= LIMITS.looks) return beginReset({ ...job, tries: { ...job.tries, looks } });
  if (proven === 'unprovable') return resetByHand(job, why, context);
  const next =
    'Keep power and cable connected, check the link, then press continue: the unit is written but not reset.';
  return hold(job, { why, next, silent: false }, context);
}

export const SWITCH = 'switch the ignition off for ten seconds and on again';

/** Nothing that this unit says tells a restart: a person makes one, which shows as silence. */
function resetByHand(job: JobState, why: string, { now }: Context): Turn {
  const until = after(now, millis(job.brief.profile.timing.pauseLimit));
  const sentence = `${why} It is written and checked: ${SWITCH}, so that its restart is seen.`;
  const waiting = go(
    job,
    { task: 'returning', until, reset: 'by hand', silences: 0, asks: 'whether it is back' },
    sentence,
  );
  return told(waiting, { kind: 'alarm', sentence });
}
