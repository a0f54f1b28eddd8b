import { unknown } from '../facts/fact.js';
import { evaluate } from '../gates/evaluate.js';
import { isStale, lookAgain, patient } from './doubt.js';
import { abort } from './endings.js';
import { LIMITS } from './limits.table.js';
import { agree } from './preflight.js';
import { sequence } from './sequence.js';
import type { JobState } from './state.js';
import { conditionSteps, identificationSteps, learn, NOTHING_HEARD } from './survey.js';
import { type Context, demandOf, factsOf, go, still, type Turn } from './turn.js';

/** ARMED: the unit is read once more, and every gate must hold now. Otherwise it disarms and a new agreement is needed; not for ever. */
export const arming = sequence(
  'arming',
  ({ brief }) => [...identificationSteps<'arming'>(brief), ...conditionSteps<'arming'>(brief.profile)],
  (before, context) => {
    const { now } = context;
    const job = before.staleSince === undefined ? learn(before, context) : before;
    const reports = evaluate(factsOf(job, context), demandOf(job, 'arming', now), now);
    const refusing = reports.find((report) => !report.holds);
    const shown: JobState = { ...job, gates: reports };
    if (refusing === undefined) {
      const armed: JobState = { ...shown, armedAt: now, staleSince: undefined };
      return still(
        go(armed, { task: 'entering', at: 0, survey: NOTHING_HEARD, seed: undefined }, 'All gates hold: armed.'),
      );
    }
    if (isStale(refusing.rule) && patient(shown, context)) return lookAgain(shown, context);
    return disarm(shown, refusing.sentence, context);
  },
);

function disarm(before: JobState, why: string, context: Context): Turn {
  const disarmings = before.tries.disarmings + 1;
  const job: JobState = { ...before, tries: { ...before.tries, disarmings } };
  if (disarmings >= LIMITS.disarmings)
    return abort(
      job,
      `${why} This was agreement ${disarmings} that came to nothing: see to the cause, then plan anew.`,
    );
  const spent: JobState = {
    ...job,
    staleSince: undefined,
    armedAt: undefined,
    evidence: { ...job.evidence, acknowledgement: unknown('the last one was used when a gate said no') },
  };
  return still(agree(spent, `Disarmed: ${why}`, context));
}
