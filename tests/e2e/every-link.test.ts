import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { compileLibrary } from '@baylink/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildStage,
  type Chapter,
  chapters,
  flashThrough,
  playChapter,
  type Stage,
  type WayInName,
} from '../../tools/demo/src/index.js';
import { intelHex, SCATTERED } from './foreign-firmware.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-links-'));
const file = join(folder, 'foreign.hex');
writeFileSync(file, intelHex(SCATTERED));
const passThru = compileLibrary(
  fileURLToPath(new URL('../../apps/virtual-vehicle/pass-thru', import.meta.url)),
  join(folder, 'car.so'),
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOOKED_AND_CODED = ['pair', 'open-case', 'scan', 'code-body'];

const flash: Chapter = {
  id: 'flash',
  title: 'the engine unit is flashed',
  kind: 'road',
  async play(stage) {
    const { before, after } = await flashThrough(stage, file);
    return `software ${before} → ${after}`;
  },
};

const named = (ids: readonly string[]): readonly Chapter[] =>
  ids.flatMap((id) => chapters.filter((chapter) => chapter.id === id));

/** K-Line carries a kilobyte a second: the two readings of a megabyte before a flash would take an hour. */
const WAYS: readonly (readonly [WayInName, readonly Chapter[]])[] = [
  ['slcan', [...named(LOOKED_AND_CODED), flash]],
  ['slcan-fd', [...named(LOOKED_AND_CODED), flash]],
  ['elm', [...named(LOOKED_AND_CODED), flash]],
  ['doip', [...named(LOOKED_AND_CODED), flash]],
  ['doips', [...named(LOOKED_AND_CODED), flash]],
  ['j2534', [...named(LOOKED_AND_CODED), flash]],
  ['k-line', named(LOOKED_AND_CODED)],
];

const skipped = (way: WayInName): string | undefined => (way === 'j2534' && !passThru.ok ? passThru.error : undefined);

describe.each(WAYS)('the whole work over %s, judged from outside', (way, story) => {
  let stage: Stage;
  let told = '';
  const why = skipped(way);
  if (why !== undefined) {
    test.skip(why, () => {});
    return;
  }

  beforeAll(async () => {
    const out = new Writable({
      write(chunk, _encoding, done) {
        told += String(chunk);
        done();
      },
    });
    stage = await buildStage({ file, out, waysIn: [way], ...(passThru.ok ? { passThru: passThru.value } : {}) });
  }, 60_000);
  afterAll(() => stage?.house.end(), 60_000);

  let failed = '';
  test.each(story.map((chapter) => [chapter.title, chapter] as const))(
    '%s',
    async (title, chapter) => {
      expect(failed, 'this chapter has failed before').toBe('');
      const { result } = await playChapter(stage, chapter);
      if (result.kind !== 'passed') failed = title;
      expect(result.kind === 'failed' ? `${result.why}\n${told.slice(-3_000)}` : result.kind).toBe('passed');
    },
    600_000,
  );
});
