import type { Task } from './phase.js';
import type { JobState } from './state.js';

/** What a stop comes to in a moment of the job. */
export type StopMeaning = 'ends-clean' | 'writes-back' | 'goes-on';

/** As much of a job as says what a stop comes to. */
export type Stoppable = Pick<JobState, 'region' | 'mode'> & { readonly phase: { readonly task: Task } };

/** A stop is honoured before the first erase, and by coding, which then writes the old values back. */
export function stopMeaning({ region, phase, mode }: Stoppable): StopMeaning {
  if (region === 'before') return 'ends-clean';
  return phase.task === 'writing' && mode === 'write' ? 'writes-back' : 'goes-on';
}
