import type { RunView } from '../bay/bay-state.js';
import { type OfferedFlash, offerFlash, PATIENCE } from './flashing.js';
import { runningJob } from './running-job.js';
import type { Stage } from './stage.js';

const WAITING = new Set(['BACKED_UP', 'PREFLIGHT_OK']);

/** The flash that several refusals are shown with, offered once: its backup is made, and it waits for its gates or for a person. */
export async function waitingFlash(stage: Stage): Promise<{ offered: OfferedFlash; run: RunView }> {
  stage.offered ??= await offerFlash(stage, stage.ada, stage.file);
  const { offered } = stage;
  const run = await stage.technician.until(
    (state) => {
      const job = runningJob(state, offered.job);
      return job !== undefined && WAITING.has(job.report.state) ? job : undefined;
    },
    'the backup',
    PATIENCE,
  );
  return { offered, run };
}
