import type { Chapter } from '../../story/chapter.js';
import { refusedFlash } from '../../story/refused-flash.js';

/** Ben's certificate covers coding, not programming. */
export const expertWithoutAuthority: Chapter = {
  id: 'expert-without-authority',
  title: 'Refused: the expert may not program',
  kind: 'refusal',
  play(stage) {
    stage.account.tell('expert', 'Ben, whose certificate covers coding only, signs a plan to program');
    return refusedFlash(stage, stage.ben, stage.file, 'does not cover programming');
  },
};
