import { basename } from 'node:path';
import type { Chapter } from '../../story/chapter.js';
import { flashThrough } from '../../story/flashing.js';
import { checkReported } from '../../story/reported-software.js';

/** The main job, over an adapter on a serial port. */
export const flashSlcan: Chapter = {
  id: 'flash-slcan',
  title: 'The engine unit is flashed over SLCAN',
  kind: 'road',
  async play(stage) {
    const { before, after } = await flashThrough(stage, stage.file);
    await checkReported(stage, after);
    return `${basename(stage.file)} is in the engine unit: software ${before} → ${after}.`;
  },
};
