import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileLibrary } from '@baylink/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  agree,
  buildStage,
  type Chapter,
  chapters,
  confirm,
  endOf,
  flashThrough,
  midTransfer,
  offerFlash,
  playChapter,
  readTap,
  refusedFlash,
  requestsOf,
  type Stage,
  Told,
  tapMark,
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

/** Over a noisy K-Line; the keeper keeps the session by the word that the unit's dialect has for it. */
const killedFlash = (keepAlive: string): Chapter => ({
  id: 'flash-killed',
  title: 'the engine unit is flashed, and the shop client is killed in the middle of it',
  kind: 'survival',
  async play(stage) {
    const { house } = stage;
    const offered = await offerFlash(stage, stage.ada, file);
    await agree(stage, offered);
    const done = await midTransfer(stage, offered.job);
    stage.mustHold(file);
    await house.killShop();
    const mark = tapMark(house.tap);
    const alone = () => requestsOf(readTap(house.tap, mark), house.tapForms).map(({ bytes }) => bytes.toString('hex'));
    await expect.poll(() => alone().filter((bytes) => bytes === keepAlive).length, POLL).toBeGreaterThanOrEqual(2);
    expect(new Set([...alone(), LINE_IS_KEPT])).toEqual(new Set([keepAlive, LINE_IS_KEPT]));
    await house.startShop(house.link);
    await confirm(stage, offered.job);
    await endOf(offered);
    return `Killed after ${done} bytes, kept by ${keepAlive}, and finished.`;
  },
});

/** K-Line's own word between link and unit, for a minute after the last request. (ISO 14230-2 4.4) */
const LINE_IS_KEPT = '3e01';
const POLL = { timeout: 60_000, interval: 100 };

const named = (ids: readonly string[]): readonly Chapter[] =>
  ids.flatMap((id) => chapters.filter((chapter) => chapter.id === id));

const notFlashed: Chapter = {
  id: 'flash-refused',
  title: 'the engine unit is not flashed: this adapter cannot',
  kind: 'refusal',
  play: (stage) => refusedFlash(stage, stage.ada, file, 'ELM327'),
};

const WAYS: readonly (readonly [WayInName, readonly Chapter[]])[] = [
  ['slcan', [...named(LOOKED_AND_CODED), flash]],
  ['slcan-fd', [...named(LOOKED_AND_CODED), flash]],
  ['elm', [...named(LOOKED_AND_CODED), flash]],
  ['elm-plain', [...named(['pair', 'open-case', 'scan']), notFlashed]],
  ['doip', [...named(LOOKED_AND_CODED), flash]],
  ['doips', [...named(LOOKED_AND_CODED), flash]],
  ['j2534', [...named(LOOKED_AND_CODED), flash]],
  ['k-line-noisy', [...named(LOOKED_AND_CODED), killedFlash('3e80')]],
  ['k-line-kwp', [...named(LOOKED_AND_CODED), killedFlash('3e02')]],
  ['slcan-kwp', [...named(LOOKED_AND_CODED), flash]],
];

const skipped = (way: WayInName): string | undefined => (way === 'j2534' && !passThru.ok ? passThru.error : undefined);

describe.each(WAYS)('the whole work over %s, judged from outside', (way, story) => {
  let stage: Stage;
  const told = new Told();
  const why = skipped(way);
  if (why !== undefined) {
    test.skip(why, () => {});
    return;
  }

  beforeAll(async () => {
    stage = await buildStage({ file, out: told, waysIn: [way], ...(passThru.ok ? { passThru: passThru.value } : {}) });
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
