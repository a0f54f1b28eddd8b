import { cleanRun } from './execute.js';
import type { Death, OrderName, RunPlan } from './run-plan.js';
import type { Runner } from './runner.js';

/** `process`: the machine goes on, and its page cache with it. A share: its power is gone, and that much of what was not synced survives. */
const POWERS = ['process', 0] as const satisfies readonly Death['power'][];
const WHEN = ['before', 'after'] as const;

const dying = (order: OrderName, deaths: readonly Death[]): RunPlan => ({ ...cleanRun(order), deaths: [...deaths] });

/** The shop dies once, at every `stride`-th operation of a clean job: before and after it, process or machine. */
export async function* singleDeaths(order: OrderName, stride: number, runner: Runner): AsyncGenerator<RunPlan> {
  const { operations } = await runner.do(cleanRun(order));
  for (let at = 1; at <= operations; at += stride)
    for (const power of POWERS) for (const when of WHEN) yield dying(order, [{ at, when, power }]);
}

/**
 * The shop dies twice: before every `stride`-th operation of a clean job, and then again before every `stride`-th operation
 * of what follows. To die before an operation is to die after the one before it.
 */
export async function* doubleDeaths(order: OrderName, stride: number, runner: Runner): AsyncGenerator<RunPlan> {
  const { operations } = await runner.do(cleanRun(order));
  for (let at = 1; at <= operations; at += stride)
    for (const power of POWERS) {
      const first: Death = { at, when: 'before', power };
      const { operations: all } = await runner.do(dying(order, [first]));
      for (let again = at + 1; again <= all; again += stride)
        yield dying(order, [first, { at: again, when: 'before', power }]);
    }
}
