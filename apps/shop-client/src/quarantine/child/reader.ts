import { parentPort } from 'node:worker_threads';
import type { Errand } from '../errand.js';
import { type Question, TASKS, type TaskName } from '../tasks.table.js';

const perform = <N extends TaskName>(task: N, file: Uint8Array, question: Question<N>) => TASKS[task](file, question);

/** One file in, one answer out. What a hostile file costs, it costs this thread, which the main one watches. */
parentPort?.once('message', ({ errand, file }: { errand: Errand; file: Uint8Array }) => {
  parentPort?.postMessage(perform(errand.task, file, errand.question));
});
