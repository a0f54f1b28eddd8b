import { parentPort } from 'node:worker_threads';
import { play } from '../play.js';
import type { Asked, Told } from '../rehearsal-worker.js';

/** One rehearsal; its scenes are told as they begin. */
parentPort?.once('message', ({ task, bytes }: Asked) => {
  const tell = (word: Told): void => parentPort?.postMessage(word);
  const playing = play(task, bytes);
  let told: number | undefined;
  for (;;) {
    const step = playing.next();
    if (step.done) return tell({ kind: 'rehearsed', outcome: step.value });
    if (step.value.number !== told) tell({ kind: 'scene', scene: step.value });
    told = step.value.number;
  }
});
