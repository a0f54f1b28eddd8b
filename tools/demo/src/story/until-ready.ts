import type { RunView } from '../bay/bay-state.js';
import { GATES_PATIENCE } from './flashing.js';
import type { Stage } from './stage.js';

/** Waits until every gate but the technician's own holds. */
export const untilReady = ({ technician }: Stage, job: string): Promise<RunView> =>
  technician.until(
    ({ runs }) =>
      runs.find(
        ({ report, wanted }) =>
          report.job === job && wanted === 'hold-to-agree' && report.gates.every(({ holds }) => holds),
      ),
    'the gates',
    GATES_PATIENCE,
  );
