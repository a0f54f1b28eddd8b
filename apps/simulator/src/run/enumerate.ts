import type { CheckedRun } from './checked-run.js';
import { cleanRun, execute } from './execute.js';
import type { Death, OrderName, RunPlan } from './run-plan.js';

export interface Executed {
  readonly plan: RunPlan;
  readonly run: CheckedRun;
}

/** `process`: the machine goes on, and its page cache with it. A share: its power is gone, and that much of what was not synced survives. */
const POWERS = ['process', 0] as const satisfies readonly Death['power'][];
const WHEN = ['before', 'after'] as const;

const dying = async (order: OrderName, deaths: readonly Death[]): Promise<Executed> => {
  const plan: RunPlan = { ...cleanRun(order), deaths: [...deaths] };
  return { plan, run: await execute(plan) };
};

/** The shop dies once, at every `stride`-th operation of a clean job: before and after it, process or machine. */
export async function* singleDeaths(order: OrderName, stride: number): AsyncGenerator<Executed> {
  const { operations } = await execute(cleanRun(order));
  for (let at = 1; at <= operations; at += stride)
    for (const power of POWERS) for (const when of WHEN) yield dying(order, [{ at, when, power }]);
}

/**
 * The shop dies twice: before every `stride`-th operation of a clean job, and then again before every `stride`-th operation
 * of what follows. To die before an operation is to die after the one before it.
 */
export async function* doubleDeaths(order: OrderName, stride: number): AsyncGenerator<Executed> {
  const { operations } = await execute(cleanRun(order));
  for (let at = 1; at <= operations; at += stride)
    for (const power of POWERS) {
      const first: Death = { at, when: 'before', power };
      const { run } = await dying(order, [first]);
      for (let again = at + 1; again <= run.operations; again += stride)
        yield dying(order, [first, { at: again, when: 'before', power }]);
    }
}
