import type { Expert } from './people.js';
import type { Stage } from './stage.js';

/** Exit code of `baylink expert` when the shop said no. */
const REFUSED = 10;

/** A flash that the shop must refuse with a sentence that has `words` in it; the answer is that sentence. */
export async function refusedFlash(stage: Stage, expert: Expert, file: string, words: string): Promise<string> {
  const { code, sentence } = await expert.run(['flash', '--unit', 'engine', '--file', file]);
  stage.account.tell('shop', sentence);
  if (code !== REFUSED || !sentence.includes(words))
    throw new Error(`exit code ${code} and "${sentence}" came instead of ${REFUSED} and "${words}…"`);
  return sentence;
}
