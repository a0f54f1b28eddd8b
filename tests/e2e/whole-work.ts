import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildStage,
  type Chapter,
  chapters,
  flashThrough,
  playChapter,
  type Stage,
  Told,
  type WayInName,
} from '../../tools/demo/src/index.js';
import { intelHex, noise, SCATTERED } from './foreign-firmware.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-links-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder for what a file of tests makes; gone at its end. */
export const made = (name: string): string => join(folder, name);

/** Software of a foreign tool, another one for each `seed`. */
export function foreignFile(seed = 0): string {
  const path = made(`foreign-${seed}.hex`);
  const segments = SCATTERED.map((segment) => ({ ...segment, bytes: noise(segment.bytes.length, 100 + seed) }));
  writeFileSync(path, intelHex(seed === 0 ? SCATTERED : segments));
  return path;
}

export const named = (ids: readonly string[]): readonly Chapter[] =>
  ids.flatMap((id) => chapters.filter((chapter) => chapter.id === id));

export const LOOKED = named(['pair', 'open-case', 'scan']);
export const LOOKED_AND_CODED = [...LOOKED, ...named(['code-body'])];

export const flash = (file: string): Chapter => ({
  id: 'flash',
  title: 'the engine unit is flashed',
  kind: 'road',
  async play(stage) {
    const { before, after } = await flashThrough(stage, file);
    return `software ${before} → ${after}`;
  },
});

export interface Way {
  readonly way: WayInName;
  readonly story: readonly Chapter[];
  /** A compiled pass-thru library, where the way needs one. */
  readonly passThru?: string;
}

/** Each way into the car with a house of its own, and its chapters in their order. */
export const wholeWork = (file: string, ways: readonly Way[]): void =>
  describe.each(ways)('the whole work over $way, judged from outside', ({ way, story, passThru }) => {
    let stage: Stage;
    const told = new Told();

    beforeAll(async () => {
      stage = await buildStage({ file, out: told, waysIn: [way], ...(passThru === undefined ? {} : { passThru }) });
    }, 60_000);
    afterAll(() => stage?.house.end(), 60_000);

    let failed = '';
    test.each(story.map((chapter) => [chapter.title, chapter] as const))(
      '%s',
      async (title, chapter) => {
        expect(failed, 'this chapter has failed before').toBe('');
        const { result } = await playChapter(stage, chapter);
        if (result.kind !== 'passed') failed = title;
        expect(result.kind === 'failed' ? told.after(result.why) : result.kind).toBe('passed');
      },
      600_000,
    );
  });
