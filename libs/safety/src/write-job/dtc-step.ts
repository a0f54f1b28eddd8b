import { hex } from '@baylink/kernel';
import type { Task } from './phase.js';
import { readDtcs } from './requests.js';
import type { SendStep } from './sequence.js';
import type { JobState } from './state.js';

/** testFailed and confirmedDTC. (ISO 14229-1 D.2) */
const STANDING = 0x09;
const HEADER = 3;
const RECORD = 4;

/** The unit's own trouble codes, six hex digits each; a unit that has none to tell is no trouble. */
export const dtcStep = <T extends Task>(learn: (job: JobState, dtcs: readonly string[]) => JobState): SendStep<T> => ({
  name: 'trouble codes',
  request: () => ({ bytes: readDtcs(STANDING), moment: 'observe', repeats: 2 }),
  heard: (job, bytes) => {
    const count = Math.floor(Math.max(0, bytes.length - HEADER) / RECORD);
    const at = (i: number) => HEADER + i * RECORD;
    return learn(
      job,
      Array.from({ length: count }, (_, i) => hex(bytes.subarray(at(i), at(i) + 3)).toUpperCase()),
    );
  },
  unless: (job) => job,
});
