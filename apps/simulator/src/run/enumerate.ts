import type { Order } from '../people/orders.js';
import { type CheckedRun, checkedRun } from './checked-run.js';

/** Where a process dies: before or after the effect of its n-th operation, counted over all lives. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
  /** Of what was not synced, how much survives; `process`: the machine goes on, and its page cache with it. */
  readonly power: 'process' | number;
}

/** One run in which the shop's process, or its whole machine, dies at each of these places. */
export const runWithDeaths = (order: Order, seed: number, deaths: readonly Death[]): Promise<CheckedRun> =>
  checkedRun({
    seed,
    order,
    watch: (_, when, count, simulation) => {
      const death = deaths.find((one) => one.at === count && one.when === when);
      if (death === undefined) return;
      simulation.kill();
      if (death.power !== 'process') simulation.world.cutPower(death.power);
    },
  });
