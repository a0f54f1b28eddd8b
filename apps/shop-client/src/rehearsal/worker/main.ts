import { parentPort } from 'node:worker_threads';
import { play } from '../play.js';
import type { Asked, Told } from '../rehearsal-worker.js';

/** One rehearsal; its scenes are told as they begin. */
parentPort?.once('message', ({ task, bytes }: Asked) => {
  const tell = (told: Told): void => parentPort?.postMessage(told);
  const playing = play(task, bytes);
  let scene: string | undefined;
  for (;;) {
    const step = playing.next();
    if (step.done) return tell({ kind: 'rehearsed', outcome: step.value });
    if (step.value !== scene) tell({ kind: 'scene', scene: step.value });
    scene = step.value;
  }
});
