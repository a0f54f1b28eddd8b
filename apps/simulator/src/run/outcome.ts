import type { FaultId } from '../faults/fault.js';
import type { Felt } from '../faults/striker.js';
import type { CheckedRun } from './checked-run.js';
import { execute } from './execute.js';
import type { RunPlan } from './run-plan.js';

/** What is kept of a run when its world is gone: plain data, which one thread can hand to another. */
export interface Outcome {
  readonly plan: RunPlan;
  /** The terminal state, or how else it ended. */
  readonly ended: string;
  /** What the oracle has to say against it. */
  readonly broken: readonly string[];
  /** SHA-256 of everything that happened at the edges. */
  readonly trace: string;
  readonly operations: number;
  /** In ms. */
  readonly simulated: number;
  readonly struck: readonly FaultId[];
  readonly felt: ReadonlyMap<FaultId, Felt>;
}

export const endOf = ({ ending }: CheckedRun): string => (ending.kind === 'over' ? ending.state : ending.kind);

export async function outcomeOf(plan: RunPlan): Promise<Outcome> {
  const run = await execute(plan);
  const { broken, trace, operations, simulated, struck, felt } = run;
  return { plan, ended: endOf(run), broken, trace, operations, simulated, struck, felt };
}
