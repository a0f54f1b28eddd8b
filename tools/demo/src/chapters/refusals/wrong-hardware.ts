import type { Chapter } from '../../story/chapter.js';
import { refusedFlash } from '../../story/refused-flash.js';

/** A file that was built for other hardware than the unit reports. */
export const wrongHardware: Chapter = {
  id: 'wrong-hardware',
  title: 'Refused: wrong hardware id',
  kind: 'refusal',
  play: (stage) => refusedFlash(stage, stage.ada, stage.foreignHardware, 'The file is for hardware'),
};
