import { showHex } from '@baylink/kernel';
import { abort } from './endings.js';
import type { Trouble } from './phase-rules.js';
import { reenter } from './reentry.js';
import { restore } from './restore.js';
import type { JobState } from './state.js';
import type { Context, Turn } from './turn.js';
import { wordsOf } from './words/words.table.js';

/** What follows from a request that came to nothing, where its table does not say otherwise. */
export function troubled(job: JobState, trouble: Trouble, context: Context): Turn {
  if (job.region === 'before') return abort(job, trouble.sentence);
  if (job.mode === 'write' && job.brief.plan.kind === 'coding' && trouble.kind === 'negative')
    return restore(job, trouble.sentence, context);
  return reenter(job, trouble.sentence, context);
}

export const negative = (job: JobState, nrc: number): Trouble => ({
  kind: 'negative',
  nrc,
  sentence: `The unit refused with ${showHex(nrc)} (${wordsOf(job).nrcName(nrc)}).`,
});
