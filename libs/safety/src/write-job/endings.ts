import type { JobOut } from './io.js';
import type { Phase, Task } from './phase.js';
import type { JobState } from './state.js';
import { andThen, type Context, go, journal, still, type Turn, told } from './turn.js';

/** Before the point of no return: what ENTRY changed is undone, then the job ends. Nothing was erased or written. */
export const abort = (job: JobState, why: string): Turn =>
  job.phase.task === 'undoing' ? still(job) : still(go(job, { task: 'undoing', why }, why));

/** The unit did not take an undo: what is left of it lapses with the session. */
export const giveUpUndo = (job: JobState): Turn =>
  still({ ...job, undo: job.undo.slice(0, -1), attempt: 0, awaits: { for: 'nothing' } });

export interface Hold {
  readonly why: string;
  /** The next human step. */
  readonly next: string;
  /** True when not even TesterPresent may be sent any more. */
  readonly silent: boolean;
}

export const CRITICALLY_LOW = {
  next: 'Keep the cable connected, connect a stable supply and wait until it is in its band, then press continue.',
  silent: true,
} as const;

/** A human has to act. The unit is named by the report; reason and next step by the record. (I22) */
export function hold(job: JobState, { why, next, silent }: Hold, context: Context): Turn {
  const held: JobState = {
    ...go(job, { task: 'held', why, next, unit: stateOfUnit(job.phase) }, `${why} ${next}`),
    session: silent ? 'default' : job.session,
  };
  const outs: JobOut[] = [{ kind: 'alarm', sentence: `${why} ${next}` }];
  if (held.session !== job.session) outs.push({ kind: 'tester-present', on: false, unit: job.brief.plan.target.unit });
  return andThen(told(held, ...outs), (state) =>
    journal(state, { type: 'HOLD', at: context.now, why, next }, 'fsync', context),
  );
}

/** What follows the check: nothing of it writes. */
const BEHIND_THE_CHECK: ReadonlySet<Task> = new Set([
  'resetting',
  'returning',
  'identifying-again',
  'reading-back',
  'comparing',
  'confirming',
]);

function stateOfUnit(phase: Phase): 'half written' | 'finished' {
  if (phase.task === 'pausing') return stateOfUnit(phase.back);
  return BEHIND_THE_CHECK.has(phase.task) ? 'finished' : 'half written';
}

export function finishAborted(job: JobState, why: string, context: Context): Turn {
  return andThen(still(go(job, { task: 'aborted' }, why)), (state) =>
    journal(state, { type: 'ABORT', at: context.now, why }, 'fsync', context),
  );
}

export function finishRestored(job: JobState, why: string, context: Context): Turn {
  return andThen(still(go(job, { task: 'restored' }, why)), (state) =>
    journal(state, { type: 'RESTORED', at: context.now, why }, 'fsync', context),
  );
}

export function finishDone(job: JobState, context: Context): Turn {
  const sentence = 'The unit is written, checked after its reset, and confirmed by the technician.';
  return andThen(still(go(job, { task: 'done' }, sentence)), (state) =>
    journal(state, { type: 'DONE', at: context.now }, 'fsync', context),
  );
}
