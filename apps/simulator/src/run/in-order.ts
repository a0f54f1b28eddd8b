import type { Outcome } from './outcome.js';
import type { RunPlan } from './run-plan.js';
import type { Runner } from './runner.js';

/** So many plans wait for a hand, so that none is ever idle. */
const AHEAD = 4;

/** Does every plan, several at a time, and tells the outcomes in the order of the plans. */
export async function* inOrder(
  plans: AsyncIterable<RunPlan> | Iterable<RunPlan>,
  runner: Runner,
): AsyncGenerator<Outcome> {
  const going: Promise<Outcome>[] = [];
  for await (const plan of plans) {
    going.push(runner.do(plan));
    const first = going.length >= runner.hands * AHEAD ? going.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const left of going) yield await left;
}
