import type { Chapter } from '../../story/chapter.js';
import { offerFlash } from '../../story/flashing.js';
import { mustRefuse } from '../../story/must-refuse.js';
import { untilReady } from '../../story/until-ready.js';

/** The button is held for the digest of a plan that was executed before. */
export const anotherPlansAcknowledgement: Chapter = {
  id: 'another-plans-acknowledgement',
  title: 'Refused: acknowledgement for another plan',
  kind: 'refusal',
  async play(stage) {
    stage.offered ??= await offerFlash(stage, stage.ada, stage.file);
    const run = await untilReady(stage, stage.offered.job);
    stage.account.tell('technician', 'holds the button, but for the plan of the body unit');
    return mustRefuse(stage, stage.technician.hold(run, undefined, stage.anotherPlan), 'nothing was agreed');
  },
};
