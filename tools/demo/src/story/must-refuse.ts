import { BayRefusal } from '../bay/technician.js';
import type { Stage } from './stage.js';

/** A press of a button that the shop must not accept; the answer is its sentence. */
export async function mustRefuse({ account }: Stage, pressed: Promise<void>, words: string): Promise<string> {
  const sentence = await pressed.then(
    () => undefined,
    (failure: unknown) => {
      if (failure instanceof BayRefusal) return failure.message;
      throw failure;
    },
  );
  if (sentence === undefined) throw new Error(`the shop accepted what it had to refuse ("${words}")`);
  account.tell('shop', sentence);
  if (!sentence.includes(words)) throw new Error(`the shop said "${sentence}" instead of "${words}…"`);
  return sentence;
}
