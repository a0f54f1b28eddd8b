import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLibrary } from '@baylink/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildStage,
  type Chapter,
  chapters,
  flashThrough,
  playChapter,
  type Stage,
  Told,
} from '../../tools/demo/src/index.js';
import { intelHex, SCATTERED } from './foreign-firmware.js';

const SOURCES = join(import.meta.dirname, '../../apps/virtual-vehicle/pass-thru');
const SHARED = ['car.c', 'iso-tp.c', 'messages.c'].map((name) => join(SOURCES, name));
const folder = mkdtempSync(join(tmpdir(), 'baylink-0500-'));
const library = compileLibrary(join(SOURCES, 'v0500'), join(folder, 'car-0500.so'), SHARED);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `every-adapter.test.ts` takes the library of 04.04 through the whole work; here is what programming needs of it, with the other one. */
describe.skipIf(!library.ok)('a flash through broker and shop with a pass-thru library of 05.00', () => {
  const file = join(folder, 'foreign.hex');
  let stage: Stage;
  const told = new Told();

  beforeAll(async () => {
    writeFileSync(file, intelHex(SCATTERED));
    stage = await buildStage({ file, out: told, waysIn: ['j2534'], passThru: library.ok ? library.value : '' });
    for (const chapter of chapters.filter(({ id }) => id === 'pair' || id === 'open-case')) {
      const { result } = await playChapter(stage, chapter);
      if (result.kind === 'failed') throw new Error(result.why);
    }
  });
  afterAll(() => stage?.house.end());

  const flash: Chapter = {
    id: 'flash',
    title: 'the engine unit is flashed',
    kind: 'road',
    async play() {
      const { before, after } = await flashThrough(stage, file);
      return `software ${before} → ${after}`;
    },
  };

  test('[C43][PTH-R15][PTH-R17] the unit has the file, byte for byte, and what left for it was announced', async () => {
    const { result } = await playChapter(stage, flash);
    expect(result.kind === 'failed' ? told.after(result.why) : result.kind).toBe('passed');
  });
});
