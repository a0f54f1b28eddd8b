import type { Expert } from './people.js';
import type { Stage } from './stage.js';

/** Exit code of `baylink expert` when the shop said no. */
const REFUSED = 10;

/** A flash that the shop must refuse with a sentence that has `words` in it; the answer is that sentence. */
export async function refusedFlash(
  stage: Stage,
  expert: Expert,
  file: string,
  words: string,
  more: readonly string[] = [],
): Promise<string> {
  const { code, sentence } = await expert.run(['flash', '--unit', 'engine', '--file', file, ...more]);
  stage.account.tell('shop', sentence);
  if (code !== REFUSED || !sentence.includes(words))
    throw new Error(`exit code ${code} and "${sentence}" came instead of ${REFUSED} and "${words}…"`);
  return sentence;
}

/** Exit code of `baylink expert` for what cannot be used; nothing was sent. */
const UNUSABLE = 2;

/** A file that the expert's own program must refuse before anything is sent; the answer is its sentence. */
export async function refusedByOwnProgram({ account }: Stage, expert: Expert, file: string): Promise<string> {
  const { code, sentence } = await expert.run(['flash', '--unit', 'engine', '--file', file]);
  account.tell('expert', sentence);
  if (code === UNUSABLE && sentence.startsWith(file)) return sentence;
  throw new Error(`exit code ${code} and "${sentence}" came instead of ${UNUSABLE} and a sentence about the file`);
}
