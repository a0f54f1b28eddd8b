import { readdirSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  agree,
  buildStage,
  type Chapter,
  chapters,
  confirm,
  endOf,
  midTransfer,
  offerFlash,
  playChapter,
  readTap,
  requestsOf,
  type Stage,
  tapMark,
} from '../../tools/demo/src/index.js';

const S3_NANOS = 5_000_000_000n;
const TESTER_PRESENT = '3e80';
/** What a unit in its programming session must hear or say at the latest. */
const PATIENCE = 60_000;

let stage: Stage;
let told = '';
let failed = '';

beforeAll(async () => {
  const out = new Writable({
    write(chunk, _encoding, done) {
      told += String(chunk);
      done();
    },
  });
  stage = await buildStage({ out, waysIn: ['slcan'] });
  for (const chapter of chapters.filter(({ id }) => ['pair', 'open-case', 'scan'].includes(id))) await play(chapter);
}, 300_000);
afterAll(() => stage?.house.end(), 60_000);
/** One story in its order: after a part that failed, what follows would tell nothing. */
beforeEach(({ skip }) => skip(failed !== '', `"${failed}" has failed`));

async function play(chapter: Chapter): Promise<void> {
  const { result } = await playChapter(stage, chapter);
  if (result.kind !== 'passed') failed = chapter.title;
  expect(result.kind === 'failed' ? `${result.why}\n${told.slice(-3_000)}` : result.kind).toBe('passed');
}

/** A flash of the sample, with `trouble` as soon as a good part of it is in the unit. The memory is looked at after it. */
const flashWith = (id: string, title: string, trouble: () => Promise<string>): Chapter => ({
  id,
  title,
  kind: 'survival',
  async play(on) {
    const offered = await offerFlash(on, on.ada, on.sample);
    await agree(on, offered);
    await midTransfer(on, offered.job);
    on.mustHold(on.sample);
    const outcome = await trouble();
    await confirm(on, offered.job);
    await endOf(offered);
    return outcome;
  },
});

/** As the keeper's own notes have it: its process, and the one that it holds the link for. */
function processes(): { readonly keeper: number; readonly executor: number } {
  const log = readFileSync(stage.house.at('shop/keeper.log'), 'utf8');
  const [, keeper, executor] = /keeper (\d+) opens \S+ for process (\d+)/.exec(log) ?? [];
  return { keeper: Number(keeper), executor: Number(executor) };
}

const requestsSince = (mark: number) => requestsOf(readTap(stage.house.tap, mark), stage.house.tapForms);
const hexOf = ({ bytes }: { readonly bytes: Buffer }): string => bytes.toString('hex');

/** Resolves when so many keep-alives are on the tap. */
async function keptAlive(mark: number, count: number): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (requestsSince(mark).filter((request) => hexOf(request) === TESTER_PRESENT).length < count) {
    if (performance.now() > end) throw new Error('nobody keeps the unit in its session');
    await pause(100);
  }
}

/** Nothing that a unit in a session waits for came later than its S3. */
function longestSilence(mark: number): bigint {
  const times = readTap(stage.house.tap, mark).map(({ at }) => at);
  return times.slice(1).reduce((longest, at, i) => {
    const gap = at - (times[i] ?? at);
    return gap > longest ? gap : longest;
  }, 0n);
}

/** Monotonic times of every message of the ledgers, as text. */
function recordedTimes(): ReadonlySet<string> {
  const folder = stage.house.at('shop/ledgers');
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'));
  return new Set(lines.flatMap((line) => /"bytes":"3e80".*"nanos":"(\d+)"/.exec(line)?.slice(1) ?? []));
}

test('[KPP-R4][KPP-R5] an executor that is killed in mid-transfer is replaced by 3E 80 alone, and the next one has it on record', async () => {
  await play(
    flashWith('executor-killed', 'the executor is killed', async () => {
      const { keeper } = processes();
      await stage.house.killShop();
      const mark = tapMark(stage.house.tap);
      await keptAlive(mark, 2);
      const alone = requestsSince(mark);
      const before = recordedTimes().size;
      await stage.house.startShop(stage.house.link);
      expect(new Set(alone.map(hexOf))).toEqual(new Set([TESTER_PRESENT]));
      expect(processes().keeper).toBe(keeper);
      expect(recordedTimes().size).toBeGreaterThanOrEqual(before + alone.length);
      expect(longestSilence(mark)).toBeLessThan(S3_NANOS);
      return 'The session was kept.';
    }),
  );
}, 600_000);

test('[KPP-R6] a keeper that is killed in mid-transfer is replaced, and the unit is entered again', async () => {
  await play(
    flashWith('keeper-killed', 'the keeper is killed', async () => {
      const { keeper } = processes();
      process.kill(keeper, 'SIGKILL');
      return 'Another keeper took its place.';
    }),
  );
}, 600_000);

test('[KPP-R3] executor and keeper killed together leave nothing that a new start stumbles over', async () => {
  await play(
    flashWith('both-killed', 'executor and keeper are killed', async () => {
      process.kill(processes().keeper, 'SIGKILL');
      await stage.house.killShop();
      await stage.house.startShop(stage.house.link);
      return 'The job was found again.';
    }),
  );
}, 600_000);
