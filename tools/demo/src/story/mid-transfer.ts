import { PATIENCE } from './flashing.js';
import { runningJob } from './running-job.js';
import type { Stage } from './stage.js';

const A_THIRD = 1 / 3;
const MOST = 0.9;

/** Waits until a good part of the new software is in the unit, and not all of it; the answer is how many bytes are. */
export const midTransfer = ({ technician }: Stage, job: string): Promise<number> =>
  technician.until(
    (state) => {
      const report = runningJob(state, job)?.report;
      if (report?.state !== 'TRANSFER' || report.progress === null) return undefined;
      const { done, total } = report.progress;
      if (done > total * MOST) throw new Error(`the transfer is almost over (${done} of ${total} bytes)`);
      return done > total * A_THIRD ? done : undefined;
    },
    'the middle of the transfer',
    PATIENCE,
  );
