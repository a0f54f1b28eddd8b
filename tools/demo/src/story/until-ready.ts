import type { RunView } from '../bay/bay-state.js';
import { GATES_PATIENCE } from './flashing.js';
import { runningJob } from './running-job.js';
import type { Stage } from './stage.js';

/** Waits until every gate but the technician's own holds. */
export const untilReady = ({ technician }: Stage, job: string): Promise<RunView> =>
  technician.until(
    (state) => {
      const run = runningJob(state, job);
      return run?.wanted === 'hold-to-agree' && run.report.gates.every(({ holds }) => holds) ? run : undefined;
    },
    'the gates',
    GATES_PATIENCE,
  );
