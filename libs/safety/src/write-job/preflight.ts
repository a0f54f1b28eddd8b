import { after, millis } from '@baylink/kernel';
import { evaluate } from '../gates/evaluate.js';
import type { GateName, GateReport } from '../gates/gate.js';
import type { JobBrief } from './brief.js';
import { abort } from './endings.js';
import type { PhaseRules } from './phase-rules.js';
import { type SendStep, sequence } from './sequence.js';
import type { JobIn, JobState } from './state.js';
import { conditionSteps, identificationSteps, learn, NOTHING_HEARD } from './survey.js';
import { andThen, type Context, demandOf, factsOf, go, journal, still, type Turn, waitUntil } from './turn.js';

/** Gates whose no is final: waiting does not mend them. */
const FINAL: ReadonlySet<GateName> = new Set([
  'DUAL_BACKUP',
  'CHECKSUM_MATCH',
  'IDENTITY_MATCH',
  'AUTHORITY',
  'RECOVERY_PLAN',
]);
/** Except while the unit is only silent, or the shop's computer is not ready. */
const MENDS: ReadonlySet<string> = new Set([
  'IDENTITY_MATCH-R1',
  'IDENTITY_MATCH-R2',
  'RECOVERY_PLAN-R3',
  'RECOVERY_PLAN-R4',
  'RECOVERY_PLAN-R5',
]);

const LOOK_AGAIN = millis(250);
const SURVEY_AGAIN = millis(2_000);

type Looking = 'preflight' | 'agreeing';

export const beginPreflight = (job: JobState, { now }: Context): Turn =>
  still(
    go(
      job,
      { task: 'preflight', at: 0, survey: NOTHING_HEARD, since: now },
      'The backup is stored, the recovery rehearsed; the gates are being looked at.',
    ),
  );

/** BACKED_UP: everything but the technician's agreement. */
export const preflight = looking('preflight', (job, reports, context) => {
  const refusing = reports.find((report) => !report.holds);
  if (refusing !== undefined) return undefined;
  return andThen(
    still(agree(job, 'All gates hold. Read the plan on the bay screen and hold the button to agree.', context)),
    (next) => journal(next, { type: 'GATES', at: context.now, gates: [...reports] }, 'group', context),
  );
});

/** PREFLIGHT_OK: shown, compared, and waiting for a person. */
export const agreeing: PhaseRules = wrap(
  looking('agreeing', () => undefined),
  (job) =>
    job.evidence.acknowledgement.known
      ? still(
          go(
            job,
            { task: 'drilling', step: 'record' },
            'The technician has agreed; the copies of the backup are read back.',
          ),
        )
      : undefined,
);

export const agree = (job: JobState, sentence: string, { now }: Context): JobState =>
  go(job, { task: 'agreeing', at: 0, survey: NOTHING_HEARD, since: now }, sentence);

/** Surveys the unit again and again and looks at the gates of preflight; `decide` may end the looking. */
function looking<T extends Looking>(
  task: T,
  decide: (job: JobIn<T>, reports: readonly GateReport[], context: Context) => Turn | undefined,
): PhaseRules {
  const made = new WeakMap<JobBrief, readonly SendStep<T>[]>();
  /** Looked up several times a request, and the same throughout a job. */
  const stepsOf = ({ brief }: JobState) => {
    const steps = made.get(brief) ?? [...identificationSteps<T>(brief), ...conditionSteps<T>(brief.profile)];
    made.set(brief, steps);
    return steps;
  };
  return sequence<T>(task, stepsOf, (before, context) => {
    const { now } = context;
    const job = surveyed(before, stepsOf(before).length, context);
    if (job === undefined) return resurvey(before);
    const reports = evaluate(factsOf(job, context), demandOf(job, 'preflight', now), now);
    const shown = { ...job, gates: reports };
    const fatal = reports.find(({ gate, holds, rule }) => !holds && FINAL.has(gate) && !MENDS.has(rule));
    if (fatal !== undefined) return abort(shown, fatal.sentence);
    const decided = decide(shown, reports, context);
    if (decided !== undefined) return decided;
    const refusing = reports.find((report) => !report.holds);
    const since = 'since' in job.phase ? job.phase.since : now;
    const limit = after(since, millis(job.brief.profile.timing.patience));
    if (now >= limit) return abort(shown, refusing?.sentence ?? 'Nobody has agreed to the plan in time.');
    return waitUntil(
      refusing === undefined ? shown : { ...shown, sentence: refusing.sentence },
      after(now, LOOK_AGAIN),
    );
  });
}

/** Takes over a survey that has just ended; `undefined` when the last one is too old to look at again. */
function surveyed<J extends JobState>(job: J, steps: number, context: Context): J | undefined {
  const { phase } = job;
  if (!('at' in phase)) return job;
  if (phase.at === steps) return { ...job, ...learn(job, context), phase: { ...phase, at: steps + 1 } };
  const { identity } = job.evidence;
  const age = identity.known ? context.now - identity.at : Number.POSITIVE_INFINITY;
  return age <= SURVEY_AGAIN ? job : undefined;
}

const resurvey = (job: JobState): Turn =>
  still(
    'survey' in job.phase && 'at' in job.phase
      ? { ...job, phase: { ...job.phase, at: 0, survey: NOTHING_HEARD } }
      : job,
  );

function wrap(rules: PhaseRules, first: (job: JobState) => Turn | undefined): PhaseRules {
  return { ...rules, next: (job, context) => first(job) ?? rules.next(job, context) };
}
