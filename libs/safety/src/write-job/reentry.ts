import { after, concat, millis, showBytes, uintBytes } from '@baylink/kernel';
import { hold } from './endings.js';
import { confirmedIdentity } from './entering.js';
import { beginErasing } from './erasing.js';
import { imageOf } from './image-of.js';
import type { TurningBack } from './phase.js';
import type { PhaseRules, Trouble } from './phase-rules.js';
import { restore } from './restore.js';
import { type SendStep, type Step, sequence } from './sequence.js';
import type { JobState } from './state.js';
import { lastingSteps, NOTHING_HEARD, surveyOf } from './survey.js';
import { type Context, go, still, type Turn, unitOf, waitUntil } from './turn.js';
import { isKeyRefusal, unlockSteps } from './unlock.js';
import { wordsOf } from './words/words.table.js';
import { beginWriting } from './writing.js';

/** Pause before the first, second and third re-entry: a unit that has just reset needs its time. */
const BACK_OFF = [millis(1_000), millis(3_000), millis(10_000)] as const;
const LINK_LOOK = millis(250);
const REPEATS = 3;
const KEEP = 'Keep power and cable connected, find out why the unit cannot be reached, then press continue.';

/** After the point of no return: the session is lost, or the unit has refused. Enter again and begin the segment anew. */
export function reenter(job: JobState, why: string, context: Context): Turn {
  const n = job.tries.reentries + 1;
  const wait = BACK_OFF[n - 1];
  if (wait === undefined) return restore(job, `${why} The unit was re-entered ${BACK_OFF.length} times.`, context);
  return still(beginReentry({ ...job, tries: { ...job.tries, reentries: n } }, n, why, after(context.now, wait)));
}

export const beginReentry = (job: JobState, n: number, why: string, from: ReturnType<typeof millis>): JobState =>
  go(
    { ...job, interruption: undefined, staleSince: undefined },
    { task: 're-entering', at: 0, n, why, from, survey: NOTHING_HEARD, seed: undefined, ...turningBack(job) },
    `Entering the unit again: ${why}`,
  );

/** A job that can only go back stays so until its restore has begun. */
const turningBack = ({ mode, phase }: JobState): TurningBack =>
  mode === 'write' && 'instead' in phase && phase.instead !== undefined ? { instead: phase.instead } : {};

/** A restart counts as a re-entry, and the third is still carried out. */
const RESTARTS_SHOWN = 3;

/** After a restart whose session cannot be gone on with. */
export function reenterAfterRestart(job: JobState, why: string): JobState {
  const n = Math.min(job.tries.reentries + 1, RESTARTS_SHOWN);
  return beginReentry({ ...job, tries: { ...job.tries, reentries: n } }, n, why, millis(0));
}

/** A restart would find the unit finished and reset it, in the middle of what begins here. */
const UNWRITTEN = {
  why: 'The unit was finished and has to be entered again, and the journal cannot be written.',
  next: 'Keep power and cable connected, see to the disk and start the shop client again: it looks at the unit anew.',
  silent: false,
} as const;

type S = SendStep<'re-entering'>;

const record: Step<'re-entering'> = {
  name: 'record REENTRY',
  sync: 'fsync',
  record: ({ phase: { n, why } }, at) => ({ type: 'REENTRY', at, n, why }),
};

const door = (bytes: Uint8Array, unless?: S['unless']): S => ({
  name: showBytes(bytes),
  request: () => ({ bytes, moment: 'forward', repeats: REPEATS, session: 'keep' }),
  ...(unless === undefined ? {} : { unless }),
});

/** A bootloader may know no extended session; what counts is the next step. */
const whereItIsKnown = (job: JobState, trouble: Trouble): JobState | undefined =>
  trouble.kind === 'negative' ? job : undefined;

/** Segments that had passed stay only where the unit itself compares them again and finds them right. */
function compareSteps(job: JobState): readonly S[] {
  const profile = unitOf(job)?.programming;
  const rid = profile?.compareRoutine ?? null;
  const words = wordsOf(job);
  return imageOf(job).segments.map((segment, index): S => {
    const without = (state: JobState): JobState => ({ ...state, verified: state.verified.filter((i) => i !== index) });
    return {
      name: `compare segment ${index}`,
      request: (state) =>
        profile == null || rid === null || !state.verified.includes(index)
          ? undefined
          : {
              bytes: words.startRoutine(rid, concat(words.range(profile, segment), uintBytes(segment.crc32, 4))),
              moment: 'forward',
              repeats: REPEATS,
            },
      heard: (state, bytes) => (words.routineStatus(bytes) === profile?.checkPassed ? state : without(state)),
      unless: (state, trouble) => (trouble.kind === 'negative' ? without(state) : undefined),
    };
  });
}

function stepsOf(job: JobState): readonly Step<'re-entering'>[] {
  const unit = unitOf(job);
  const coding = job.brief.plan.kind === 'coding';
  const security = (coding ? unit?.coding?.security : unit?.programming?.security) ?? null;
  const { extended, programming } = wordsOf(job).session;
  return [
    record,
    door(extended, whereItIsKnown),
    ...(coding ? [] : [door(programming)]),
    ...unlockSteps<'re-entering'>(security, 'forward'),
    ...lastingSteps<'re-entering'>(job.brief.profile),
    ...(coding ? [] : compareSteps(job)),
  ];
}

const steps = sequence('re-entering', stepsOf, (job, context) => {
  const identity = confirmedIdentity(job, context);
  if (!identity.known) return silentOrOther(job, identity.why, context);
  const comparable = unitOf(job)?.programming?.compareRoutine != null;
  const entered: JobState = {
    ...job,
    evidence: { ...job.evidence, identity },
    verified: comparable ? job.verified : [],
  };
  return entered.brief.plan.kind === 'coding' ? beginWriting(entered) : beginErasing(entered);
});

/** A unit that answered with another serial is not written; one that said nothing, or was not reached, is tried again. */
function silentOrOther(job: JobState, why: string, context: Context): Turn {
  const { texts, unsaid } = surveyOf(job);
  const unheard = unsaid !== undefined || Object.values(texts).length === 0;
  return unheard ? reenter(job, why, context) : hold(job, { why, next: KEEP, silent: false }, context);
}

/** REENTRY: waits for the back-off and the link, then the steps. A refused key is never tried again. */
export const reentering: PhaseRules = {
  ...steps,
  next(job, context) {
    const { phase } = job;
    if (phase.task !== 're-entering' || phase.at !== 1) return steps.next(job, context);
    if (job.journal.health === 'poisoned' && job.journal.tells === 'finished') return hold(job, UNWRITTEN, context);
    if (phase.instead !== undefined) return restore(job, phase.instead, context);
    const limit = after(phase.from, millis(job.brief.profile.timing.pauseLimit));
    if (context.now < phase.from) return waitUntil(job, phase.from);
    if (job.link === 'up') return steps.next(job, context);
    if (context.now < limit) return waitUntil(job, after(context.now, LINK_LOOK));
    return hold(job, { why: 'The vehicle link did not come back.', next: KEEP, silent: false }, context);
  },
  trouble(job, trouble, context) {
    if (trouble.kind === 'negative' && isKeyRefusal(trouble.nrc))
      return hold(
        job,
        { why: `The unit did not take the key. ${trouble.sentence}`, next: KEEP, silent: false },
        context,
      );
    return steps.trouble(job, trouble, context);
  },
};
