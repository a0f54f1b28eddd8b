import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  buildStage,
  type Chapter,
  chapters,
  flashThrough,
  playChapter,
  type Stage,
  Told,
} from '../../tools/demo/src/index.js';
import { intelHex, noise, SCATTERED, type Segment, sRecords } from './foreign-firmware.js';

/** Another image for the second format, so that a unit which kept the first one is found out. */
const OTHER: readonly Segment[] = SCATTERED.map(({ address, bytes }, i) => ({
  address: address - (i % 2),
  bytes: noise(bytes.length, 100 + i),
}));

let folder: string;
let stage: Stage;
const told = new Told();
let failed = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baylink-story-'));
  const file = join(folder, 'foreign.hex');
  writeFileSync(file, intelHex(SCATTERED));
  writeFileSync(join(folder, 'foreign.s19'), sRecords(OTHER));
  stage = await buildStage({ file, out: told });
}, 60_000);

afterAll(async () => {
  await stage?.house.end();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const sRecordFlash: Chapter = {
  id: 'flash-s-records',
  title: 'The engine unit is flashed with a foreign S-record file',
  kind: 'road',
  async play(on) {
    const { after } = await flashThrough(on, join(folder, 'foreign.s19'));
    return `software ${after}`;
  },
};

const whole = chapters.flatMap((chapter) => (chapter.id === 'flash-doip' ? [chapter, sRecordFlash] : [chapter]));

/** One story in its order: after a chapter that failed, what follows would tell nothing. */
beforeEach(({ skip }) => skip(failed !== '', `"${failed}" has failed`));

test.each(whole.map((chapter) => [chapter.title, chapter] as const))(
  '%s',
  async (_, chapter) => {
    const { result } = await playChapter(stage, chapter);
    if (result.kind !== 'passed') failed = chapter.title;
    expect(result.kind === 'failed' ? told.after(result.why) : result.kind).toBe('passed');
  },
  300_000,
);
