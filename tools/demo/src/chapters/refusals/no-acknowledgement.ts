import { setTimeout as pause } from 'node:timers/promises';
import type { Chapter } from '../../story/chapter.js';
import { mustRefuse } from '../../story/must-refuse.js';
import { stoppedByTechnician } from '../../story/stopped-by-technician.js';
import { untilReady } from '../../story/until-ready.js';
import { waitingFlash } from '../../story/waiting-flash.js';

/** Too short for an agreement, long enough that it could be one by mistake. */
const A_MOMENT_MS = 1_000;
const MEANWHILE_MS = 2_000;

/** The button is let go too early, and then nobody agrees: all gates hold, and still nothing happens. */
export const noAcknowledgement: Chapter = {
  id: 'no-acknowledgement',
  title: 'Refused: no acknowledgement',
  kind: 'refusal',
  async play(stage) {
    const { offered } = await waitingFlash(stage);
    const { job } = offered;
    const { technician, account } = stage;
    const run = await untilReady(stage, job);
    account.tell('technician', 'lets the button go after a second');
    await mustRefuse(stage, technician.hold(run, A_MOMENT_MS), 'nothing was agreed');
    await pause(MEANWHILE_MS);
    const { report } = await untilReady(stage, job);
    if (report.state !== 'PREFLIGHT_OK') throw new Error(`nobody agreed, and the job is in ${report.state}`);
    account.tell('technician', 'does not agree, and stops the job');
    return stoppedByTechnician(stage, offered);
  },
};
