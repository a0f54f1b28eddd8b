import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buildStage,
  chapters,
  flashAnyThrough,
  playChapter,
  type Stage,
  Told,
  withRuns,
} from '../../tools/demo/src/index.js';
import { pdx, vbf } from './foreign-containers.js';
import { crcOf, noise, type Segment } from './foreign-firmware.js';

let folder: string;
let stage: Stage;
const told = new Told();

/** A broker, a car, a shop client, a paired expert and an open case, as the story has them. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baylink-containers-'));
  stage = await buildStage({ out: told });
  for (const chapter of chapters.filter(({ id }) => id === 'pair' || id === 'open-case')) {
    const { result } = await playChapter(stage, chapter);
    if (result.kind === 'failed') throw new Error(result.why);
  }
}, 60_000);

afterAll(async () => {
  await stage?.house.end();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const two = (seed: number): readonly Segment[] => [
  { address: 0x8001, bytes: noise(4_099, seed) },
  { address: 0x1_fffd, bytes: noise(4_093, seed + 1) },
];
const one: readonly Segment[] = [{ address: 0xc003, bytes: noise(8_191, 7) }];

test.each<[string, readonly Segment[], (segments: readonly Segment[]) => Buffer, readonly string[]]>([
  ['engine.vbf', two(1), vbf, []],
  ['engine.pdx', two(3), pdx, ['--session', 'update']],
  ['engine.bin', one, ([first]) => first?.bytes ?? Buffer.alloc(0), ['--at', '0xC003']],
])('[C44] %s goes from the expert to the unit, byte for byte', async (name, segments, write, more) => {
  const file = join(folder, name);
  writeFileSync(file, write(segments));
  const { after } = await flashAnyThrough(stage, file, more).catch((failure: Error) => {
    throw new Error(told.after(failure.message));
  });
  stage.memory = withRuns(stage.memory, segments);
  expect((await stage.dump()).equals(stage.memory)).toBe(true);
  expect(after.toLowerCase()).toContain(crcOf(segments));
});

test('what was recorded about these files is a record that verifies', async () => {
  const ledgers = stage.house.at('shop/ledgers');
  const files = readdirSync(ledgers).filter((name) => name.endsWith('.jsonl'));
  const told = await Promise.all(
    files.map((name) => stage.house.programs.run('verify', ['verify', join(ledgers, name)])),
  );
  expect(told.map(({ code }) => code).filter((code) => code !== OK && code !== UNCLOSED)).toEqual([]);
  expect(files).not.toEqual([]);
});

const OK = 0;
/** The ledger of the visit that is open still. */
const UNCLOSED = 5;
