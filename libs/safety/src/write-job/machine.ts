import { type Machine, type Millis, millis, type Step } from '@baylink/kernel';
import { unknown } from '../facts/fact.js';
import { strictest } from '../plan/strictest.js';
import type { JobBrief } from './brief.js';
import { abort } from './endings.js';
import { take } from './inputs.js';
import type { JobInput, JobOut } from './io.js';
import { PHASES } from './phases.table.js';
import { reenter } from './reentry.js';
import { reportOf, worthTelling } from './report-of.js';
import { restore } from './restore.js';
import type { JobState } from './state.js';
import { isOver } from './states.table.js';
import { stopMeaning } from './stop.js';
import { andThen, type Context, still, type Turn } from './turn.js';

/** A job in DRAFT, waiting for `start`. The expert's own limits join those of profile and shop here, for every job alike. */
export const openJob = (brief: JobBrief): JobState => ({
  brief: { ...brief, profile: strictest(brief.profile, brief.plan) },
  phase: { task: 'drafting', at: 0 },
  awaits: { for: 'ever' },
  attempt: 0,
  region: 'before',
  mode: 'write',
  evidence: {
    identity: unknown('the unit has not been read yet'),
    vehicle: unknown('the vehicle has not been read yet'),
    backup: unknown('it has not been made yet'),
    drill: unknown('nobody has agreed to the plan yet'),
    rehearsal: unknown('it has not begun yet'),
    image: unknown('it has not been staged yet'),
    acknowledgement: unknown('the plan has not been shown yet'),
  },
  saved: { identity: undefined, snapshot: [], segments: [], dtcs: [], refusal: null },
  undo: [],
  session: 'default',
  sentAt: undefined,
  inSession: undefined,
  journal: { next: 1, health: 'sound', tells: 'unfinished' },
  nextId: 1,
  verified: [],
  tries: { disarmings: 0, reentries: 0, failedChecks: 0, pauses: 0, looks: 0 },
  usedCounter: brief.usedCounter,
  armedAt: undefined,
  staleSince: undefined,
  stop: undefined,
  interruption: undefined,
  link: 'up',
  gates: [],
  sentence: 'The plan has arrived.',
  softwareAfter: null,
  told: undefined,
});

/**
 * The write job. Journal records, requests and everything else leave only as outs; a record that must be durable first
 * is waited for. Gates are judged in the same turn in which a request leaves.
 */
export const writeJob: Machine<JobState, JobInput, JobOut> = { step, deadline };

function step(state: JobState, input: JobInput, now: Millis): Step<JobState, JobOut> {
  const context: Context = { facts: input.facts, now };
  const turn = tell(
    andThen(take(state, input, context), (job) => drive(job, context)),
    now,
  );
  return { state: turn.job, out: turn.out };
}

/** Reports are told at least so often while bytes move. */
const TELL_EVERY = millis(500);

function deadline(job: JobState): Millis | undefined {
  return 'until' in job.awaits ? job.awaits.until : undefined;
}

/** More moves than any turn needs: a job that does not come to rest goes on with the next input. */
const MOVES_LIMIT = 1_000;

/** Goes on until something is awaited. */
function drive(begun: JobState, context: Context): Turn {
  let turn = still(begun);
  for (let move = 0; move < MOVES_LIMIT; move++) {
    const { job } = turn;
    if (job.awaits.for !== 'nothing' || isOver(job)) return turn;
    turn = andThen(
      turn,
      (at) => interrupted(at, context) ?? stopped(at, context) ?? PHASES[at.phase.task].next(at, context),
    );
  }
  return turn;
}

/** Nothing is lost by a reset or a lost link in a unit that is being looked at, or that is to reset anyway. */
const UNDISTURBED: ReadonlySet<JobState['phase']['task']> = new Set([
  'drafting',
  'staging',
  'storing-backup',
  'rehearsing',
  'preflight',
  'agreeing',
  'drilling',
  'undoing',
  'resetting',
  'returning',
  'identifying-again',
  'comparing',
  'confirming',
]);

function interrupted(job: JobState, context: Context): Turn | undefined {
  const why = job.interruption;
  if (why === undefined) return undefined;
  const seen: JobState = { ...job, interruption: undefined };
  if (UNDISTURBED.has(job.phase.task)) return still(seen);
  return job.region === 'before' ? abort(seen, why) : reenter(seen, why, context);
}

function stopped(job: JobState, context: Context): Turn | undefined {
  const why = job.stop;
  if (why === undefined) return undefined;
  const seen: JobState = { ...job, stop: undefined };
  switch (stopMeaning(job)) {
    case 'ends-clean':
      return abort(seen, why);
    case 'writes-back':
      return restore(seen, why, context);
    case 'goes-on': {
      const sentence = `${why} It goes on: stopping now would leave the unit half written.`;
      return still(job.phase.task === 'confirming' ? seen : { ...seen, sentence });
    }
  }
}

/** Nobody is told of a state before its record is durable. */
function tell(turn: Turn, now: Millis): Turn {
  const { job, out } = turn;
  if (job.awaits.for === 'journal') return turn;
  const report = reportOf(job);
  const due = job.told === undefined || now - job.told.at >= TELL_EVERY;
  if (!worthTelling(job.told?.report, report, due)) return turn;
  return { job: { ...job, told: { at: now, report } }, out: [...out, { kind: 'report', report }] };
}
