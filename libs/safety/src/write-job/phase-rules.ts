import type { Task } from './phase.js';
import { isIn, type JobIn, type JobState } from './state.js';
import { type Context, still, type Turn } from './turn.js';

/** Why a request has no positive answer: what the unit said, what the time did, what the link did. */
export type Trouble =
  | { readonly kind: 'wrong answer'; readonly sentence: string }
  | { readonly kind: 'negative'; readonly nrc: number; readonly sentence: string }
  | { readonly kind: 'timeout'; readonly sentence: string }
  /** `sent`: the request had left before. */
  | { readonly kind: 'link'; readonly sentence: string; readonly sent?: true };

/** How one task behaves. `next` is asked whenever nothing is awaited and must await something, or move on. */
export interface PhaseRules {
  readonly next: (job: JobState, context: Context) => Turn;
  /** Text: the answer is wrong, and why; that is a trouble like any other. */
  readonly positive: (job: JobState, bytes: Uint8Array, context: Context) => Turn | string;
  /** `undefined`: the trouble is treated as the region asks. */
  readonly trouble: (job: JobState, trouble: Trouble, context: Context) => Turn | undefined;
  /** What is being tried, in front of the sentence of a trouble; empty where the sentence says it. */
  readonly doing: (job: JobState) => string;
}

export interface RulesOf<T extends Task> {
  readonly next: (job: JobIn<T>, context: Context) => Turn;
  readonly positive?: (job: JobIn<T>, bytes: Uint8Array, context: Context) => Turn | string;
  readonly trouble?: (job: JobIn<T>, trouble: Trouble, context: Context) => Turn | undefined;
  readonly doing?: (job: JobIn<T>) => string;
}

export const phaseRules = <T extends Task>(task: T, { next, positive, trouble, doing }: RulesOf<T>): PhaseRules => ({
  next: (job, context) => (isIn(job, task) ? next(job, context) : still(job)),
  positive: (job, bytes, context) =>
    isIn(job, task) && positive !== undefined ? positive(job, bytes, context) : still(job),
  trouble: (job, problem, context) => (isIn(job, task) ? trouble?.(job, problem, context) : undefined),
  doing: (job) => (isIn(job, task) ? (doing?.(job) ?? '') : ''),
});
