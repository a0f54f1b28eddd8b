export { Told } from './account/told.js';
export { chapters } from './chapters/chapters.table.js';
export type { Elsewhere, ShopsWay } from './house/house.js';
export { askCar } from './house/vehicle-control.js';
export type { WayInName } from './house/ways-in.table.js';
export { withRuns } from './oracle/memory.js';
export { requestsOf } from './oracle/requests.js';
export { readTap, type TapChunk, tapMark } from './oracle/tap.js';
export type { Chapter, ChapterKind } from './story/chapter.js';
export { agree, confirm, endOf, flashAnyThrough, flashThrough, offerFlash } from './story/flashing.js';
export { midTransfer } from './story/mid-transfer.js';
export { refusedFlash } from './story/refused-flash.js';
export {
  buildStage,
  type ChapterResult,
  type Played,
  playChapter,
  runStory,
  type StoryOptions,
} from './story/run-story.js';
export { SAMPLES } from './story/samples.js';
export type { Stage } from './story/stage.js';
