import type { Task } from './phase.js';
import type { SendStep } from './sequence.js';
import type { JobState } from './state.js';
import { wordsOf } from './words/words.table.js';

/** The unit's own trouble codes, in hex; a unit that has none to tell is no trouble. */
export const dtcStep = <T extends Task>(learn: (job: JobState, dtcs: readonly string[]) => JobState): SendStep<T> => ({
  name: 'trouble codes',
  request: (job) => ({ bytes: wordsOf(job).readDtcs, moment: 'observe', repeats: 2 }),
  heard: (job, bytes) => learn(job, wordsOf(job).dtcs(bytes)),
  unless: (job) => job,
});
