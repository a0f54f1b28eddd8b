import type { Chapter } from '../../story/chapter.js';
import { mustRefuse } from '../../story/must-refuse.js';
import { untilReady } from '../../story/until-ready.js';
import { waitingFlash } from '../../story/waiting-flash.js';

/** The button is held for the digest of a plan that was executed before. */
export const anotherPlansAcknowledgement: Chapter = {
  id: 'another-plans-acknowledgement',
  title: 'Refused: acknowledgement for another plan',
  kind: 'refusal',
  async play(stage) {
    const { offered } = await waitingFlash(stage);
    const run = await untilReady(stage, offered.job);
    stage.account.tell('technician', 'holds the button, but for the plan of the body unit');
    return mustRefuse(stage, stage.technician.hold(run, undefined, stage.anotherPlan), 'nothing was agreed');
  },
};
