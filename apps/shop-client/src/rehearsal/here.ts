import { err } from '@baylink/kernel';
import { play } from './play.js';
import type { Rehearse } from './rehearse.js';

/** In this thread, all at once: for callers whose time is simulated. */
export const rehearseHere: Rehearse = async (task, bytes, hear, signal) => {
  const playing = play(task, bytes);
  let heard: number | undefined;
  for (;;) {
    if (signal.aborted) return err('it was given up');
    const step = playing.next();
    if (step.done) return step.value;
    if (step.value.number !== heard) hear(step.value);
    heard = step.value.number;
  }
};
