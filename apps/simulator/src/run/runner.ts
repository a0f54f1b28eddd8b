import { Worker } from 'node:worker_threads';
import { type Outcome, outcomeOf } from './outcome.js';
import type { RunPlan } from './run-plan.js';

/** Does runs, as many at a time as it has hands. A run is the same whoever does it. */
export interface Runner {
  readonly hands: number;
  do(plan: RunPlan): Promise<Outcome>;
  close(): Promise<void>;
}

/** In this thread, one at a time. */
export const here = (): Runner => ({ hands: 1, do: outcomeOf, close: async () => undefined });

interface Asked {
  readonly plan: RunPlan;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (failure: Error) => void;
}

/** A hand's memory for what lives shortly, in MiB: most of a run does. */
const YOUNG = 64;

/** One thread a hand. A thread that dies of a bug fails the run that it was at, and whoever waits for it. */
export function threads(hands: number): Runner {
  const waiting: Asked[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Asked>();
  const give = (): void => {
    for (let asked = waiting[0]; asked !== undefined; asked = waiting[0]) {
      const worker = idle.pop();
      if (worker === undefined) return;
      waiting.shift();
      busy.set(worker, asked);
      worker.postMessage(asked.plan);
    }
  };
  const workers = Array.from({ length: hands }, () => {
    const worker = new Worker(new URL('./run-thread.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    worker.on('message', (outcome: Outcome) => {
      const asked = busy.get(worker);
      busy.delete(worker);
      idle.push(worker);
      asked?.done(outcome);
      give();
    });
    worker.on('error', (failure: Error) => busy.get(worker)?.failed(failure));
    idle.push(worker);
    return worker;
  });
  return {
    hands,
    do: (plan) =>
      new Promise((done, failed) => {
        waiting.push({ plan, done, failed });
        give();
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
