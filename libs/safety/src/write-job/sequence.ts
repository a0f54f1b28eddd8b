import type { Phase, Task } from './phase.js';
import { type PhaseRules, phaseRules, type Trouble } from './phase-rules.js';
import type { JobRecord } from './records.js';
import { type Request, send } from './send.js';
import type { JobIn, JobState } from './state.js';
import { type Context, journal, still, type Turn } from './turn.js';

/** Tasks that run down a table of steps. */
export type Stepping = Extract<Phase, { at: number }>['task'];

export interface SendStep<T extends Task> {
  readonly name: string;
  /** `undefined`: this step is not needed here. */
  readonly request: (job: JobIn<T>, now: number) => Request | undefined;
  /** What the answer teaches; text: the answer is wrong, and why. */
  readonly heard?: (job: JobIn<T>, bytes: Uint8Array, context: Context) => JobState | string;
  /** Troubles that are no trouble in this step. */
  readonly unless?: (job: JobIn<T>, trouble: Trouble) => JobState | undefined;
}

export interface RecordStep<T extends Task> {
  readonly name: string;
  readonly record: (job: JobIn<T>, now: number) => JobRecord;
  readonly sync: 'fsync' | 'group';
}

export type Step<T extends Task> = SendStep<T> | RecordStep<T>;

/** A task as a table: its steps in order, and what comes after the last. A wrong answer is a trouble like any other. */
export function sequence<T extends Stepping>(
  task: T,
  stepsOf: (job: JobIn<T>) => readonly Step<T>[],
  done: (job: JobIn<T>, context: Context) => Turn,
): PhaseRules {
  return phaseRules<T>(task, {
    next(job, context) {
      const step = stepsOf(job)[atOf(job)];
      if (step === undefined) return done(job, context);
      if ('record' in step) return journal(advance(job), step.record(job, context.now), step.sync, context);
      const request = step.request(job, context.now);
      return request === undefined ? still(advance(job)) : send(job, request, context);
    },
    positive(job, bytes, context) {
      const step = stepsOf(job)[atOf(job)];
      if (step === undefined || 'record' in step || step.heard === undefined) return still(advance(job));
      const learnt = step.heard(job, bytes, context);
      return typeof learnt === 'string' ? learnt : still(advance(learnt));
    },
    doing: (job) => stepsOf(job)[atOf(job)]?.name ?? '',
    trouble(job, trouble) {
      const step = stepsOf(job)[atOf(job)];
      const accepted = step === undefined || 'record' in step ? undefined : step.unless?.(job, trouble);
      return accepted === undefined ? undefined : still(advance(accepted));
    },
  });
}

const atOf = ({ phase }: JobState): number => ('at' in phase ? phase.at : 0);

function advance(job: JobState): JobState {
  const { phase } = job;
  return 'at' in phase
    ? { ...job, phase: { ...phase, at: phase.at + 1 }, attempt: 0, awaits: { for: 'nothing' } }
    : job;
}
