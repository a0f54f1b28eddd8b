import type { RunView } from '../bay/bay-state.js';
import { type OfferedFlash, offerFlash, PATIENCE } from './flashing.js';
import type { Stage } from './stage.js';

const WAITING = new Set(['BACKED_UP', 'PREFLIGHT_OK']);

/** The flash that several refusals are shown with, offered once: its backup is made, and it waits for its gates or for a person. */
export async function waitingFlash(stage: Stage): Promise<{ offered: OfferedFlash; run: RunView }> {
  stage.offered ??= await offerFlash(stage, stage.ada, stage.file);
  const { offered } = stage;
  const run = await stage.technician.until(
    ({ runs }) => runs.find(({ report }) => report.job === offered.job && WAITING.has(report.state)),
    'the backup',
    PATIENCE,
  );
  return { offered, run };
}
