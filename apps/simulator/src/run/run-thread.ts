import { parentPort } from 'node:worker_threads';
import { outcomeOf } from './outcome.js';
import type { RunPlan } from './run-plan.js';

/* One hand of a runner: does the plans that it is given, in their order. */
parentPort?.on('message', async (plan: RunPlan) => parentPort?.postMessage(await outcomeOf(plan)));
