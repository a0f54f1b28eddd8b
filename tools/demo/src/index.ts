export { chapters } from './chapters/chapters.table.js';
export { scanFor } from './chapters/road/scan.js';
export type { WayInName } from './house/ways-in.table.js';
export { withRuns } from './oracle/memory.js';
export type { Chapter, ChapterKind } from './story/chapter.js';
export { flashAnyThrough, flashThrough } from './story/flashing.js';
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
