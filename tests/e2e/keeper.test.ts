import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attend } from '../../apps/cli/src/expert/visit/attend.js';
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
  type Stage,
  Told,
  tapMark,
} from '../../tools/demo/src/index.js';
import { intelHex, noise } from './foreign-firmware.js';
import { hexOf, processesOf, requestsSince as requestsOnTap, onTap as seenOnTap } from './kept-car.js';

const S3_NANOS = 5_000_000_000n;
const TESTER_PRESENT = '3e80';
/** The shop's gates said no. */
const REFUSED = 10;
const REQUEST_DOWNLOAD = 0x34;
const TRANSFER_DATA = 0x36;
const ECU_RESET = 0x11;
const ERASE = Buffer.from('3101ff00', 'hex');
const PROGRAMMING_SESSION = '1002';
const MIB = 1024 * 1024;
/** Nothing is resting on this supply. */
const [LOW, RIGHT] = [12.4, 13.9];
const PATIENCE = 60_000;

let stage: Stage;
const folder = mkdtempSync(join(tmpdir(), 'baylink-keeper-'));
/** So much that a transfer outlasts five interruptions, however long the processes take to start. */
const long = join(folder, 'long.hex');
writeFileSync(long, intelHex([{ address: 0x8000, bytes: noise(256 * 1024, 5) }]));
const told = new Told();
let failed = '';

beforeAll(async () => {
  delay.enable();
  stage = await buildStage({ out: told, waysIn: ['slcan'] });
  for (const chapter of chapters.filter(({ id }) => ['pair', 'open-case', 'scan'].includes(id))) await play(chapter);
}, 300_000);
afterAll(async () => {
  await stage?.house.end();
  rmSync(folder, { recursive: true });
}, 60_000);
/** One story in its order: after a part that failed, what follows would tell nothing. */
beforeEach(({ skip }) => skip(failed !== '', `"${failed}" has failed`));

async function play(chapter: Chapter): Promise<void> {
  const { result } = await playChapter(stage, chapter);
  if (result.kind !== 'passed') failed = chapter.title;
  expect(result.kind === 'failed' ? told.after(result.why) : result.kind).toBe('passed');
}

/** A flash, of the sample unless told, with `trouble` as soon as a part of it is in the unit. The memory is looked at after it. */
const flashWith = (
  id: string,
  title: string,
  trouble: (job: string) => Promise<string>,
  afterwards: (mark: number) => void = () => undefined,
  file?: string,
): Chapter => ({
  id,
  title,
  kind: 'survival',
  async play(on) {
    const mark = tapMark(on.house.tap);
    const flashed = file ?? on.sample;
    const offered = await offerFlash(on, on.ada, flashed);
    await agree(on, offered);
    if (file === undefined) await midTransfer(on, offered.job);
    else await moreBlocks(mark);
    on.mustHold(flashed);
    const outcome = await trouble(offered.job);
    await confirm(on, offered.job);
    await endOf(offered);
    afterwards(mark);
    return outcome;
  },
});

const processes = () => processesOf(stage);
const requestsSince = (mark: number) => requestsOnTap(stage, mark);
const onTap = (mark: number, passes: (request: Buffer) => boolean, count?: number): Promise<void> =>
  seenOnTap(stage, mark, passes, count);

const keptAlive = (mark: number, count: number): Promise<void> =>
  onTap(mark, (bytes) => bytes.toString('hex') === TESTER_PRESENT, count);

/** The process that serves the bay screen of the shop client that runs now. */
function screen(): number {
  const { executor } = processes();
  const line = execFileSync('ps', ['-Ao', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .find((text) => text.includes('bay/process/main.js') && Number(text.trim().split(/\s+/)[1]) === executor);
  return Number(line?.trim().split(/\s+/)[0]);
}

/** Frames to and from the engine unit. Other units are probed meanwhile. */
const framesSince = (mark: number) =>
  readTap(stage.house.tap, mark).filter(({ bytes }) => /t7E[08]/i.test(bytes.toString('latin1')));

/** The longest time without a frame, nanoseconds. */
function longestGap(frames: ReturnType<typeof framesSince>): bigint {
  expect(frames.length).toBeGreaterThan(1);
  return frames.slice(1).reduce((longest, { at }, i) => {
    const gap = at - (frames[i]?.at ?? at);
    return gap > longest ? gap : longest;
  }, 0n);
}

const longestSilence = (mark: number): bigint => longestGap(framesSince(mark));

/** S3/2, and what this machine has made its processes wait meanwhile: this one, which does nothing but look, has felt it too. (I11) */
const halfOfS3 = (): bigint => S3_NANOS / 2n + BigInt(Math.ceil(delay.max));
const delay = monitorEventLoopDelay({ resolution: 10 });

const isErase = (request: Buffer): boolean => request.subarray(0, 4).equals(ERASE);
const isReset = (request: Buffer): boolean => request[0] === ECU_RESET;
const blocksIn = (requests: ReturnType<typeof requestsSince>): number[] =>
  requests.flatMap(({ bytes }) => (bytes[0] === TRANSFER_DATA ? [bytes[1] ?? -1] : []));

/** One entry, one erase a segment, and block after block: nothing began anew. A block may leave again with its counter. */
function wasOneSession(mark: number): void {
  const requests = requestsSince(mark);
  const erases = requests.filter(({ bytes }) => isErase(bytes)).map(hexOf);
  expect(erases.length).toBeGreaterThan(0);
  expect(new Set(erases).size).toBe(erases.length);
  expect(requests.filter((request) => hexOf(request) === PROGRAMMING_SESSION)).toHaveLength(1);
  const erased = requests.findIndex(({ bytes }) => isErase(bytes));
  const parts = requests.slice(erased).reduce<(typeof requests)[number][][]>((all, request) => {
    if (request.bytes[0] === REQUEST_DOWNLOAD) all.push([]);
    all.at(-1)?.push(request);
    return all;
  }, []);
  for (const part of parts) {
    const blocks = blocksIn(part).filter((counter, i, list) => counter !== list[i - 1]);
    expect(blocks).toEqual(blocks.map((_, i) => (i + 1) & 0xff));
  }
  const reset = requests.slice(erased).find(({ bytes }) => isReset(bytes));
  const begun = requests[erased]?.at ?? 0n;
  const frames = framesSince(mark).filter(({ at }) => at >= begun && at <= (reset?.at ?? begun));
  expect(longestGap(frames)).toBeLessThanOrEqual(halfOfS3());
}

/** Monotonic times of every message of the ledgers, as text. */
function recordedTimes(): ReadonlySet<string> {
  const folder = stage.house.at('shop/ledgers');
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'));
  return new Set(lines.flatMap((line) => /"bytes":"3e80".*"nanos":"(\d+)"/.exec(line)?.slice(1) ?? []));
}

/** The executor is gone, and another one starts at once. */
async function restarted(end: () => Promise<void>, waitFor: (mark: number) => Promise<void>): Promise<number> {
  const { keeper } = processes();
  await end();
  const mark = tapMark(stage.house.tap);
  await waitFor(mark);
  await stage.house.startShop(stage.house.link);
  expect(processes().keeper).toBe(keeper);
  return mark;
}

/** Blocks go on. */
const moreBlocks = (mark: number): Promise<void> => onTap(mark, (bytes) => bytes[0] === TRANSFER_DATA, 3);

test('[JOB-R50][KPP-R4][KPP-R5][KPP-R13][KPR-R9][BAY-R40] one session and one erase for a write whose screen is stopped, and whose executor is stopped, killed, killed again and ended', async () => {
  await play(
    flashWith(
      'one-session',
      'screen and executor are stopped, killed and ended',
      async () => {
        const pid = screen();
        process.kill(pid, 'SIGSTOP');
        await moreBlocks(tapMark(stage.house.tap));
        process.kill(pid, 'SIGCONT');

        const { executor } = processes();
        process.kill(executor, 'SIGSTOP');
        await keptAlive(tapMark(stage.house.tap), 2);
        process.kill(executor, 'SIGCONT');
        await moreBlocks(tapMark(stage.house.tap));

        const killed = await restarted(
          () => stage.house.killShop(),
          async () => undefined,
        );
        await moreBlocks(killed);

        const before = recordedTimes().size;
        const alone = await restarted(
          () => stage.house.killShop(),
          (mark) => keptAlive(mark, 2),
        );
        const unasked = requestsSince(alone).findIndex((request) => hexOf(request) !== TESTER_PRESENT);
        expect(unasked).toBeGreaterThanOrEqual(2);
        expect(recordedTimes().size).toBeGreaterThanOrEqual(before + 2);
        await moreBlocks(alone);

        await restarted(
          () => stage.house.stopShop(),
          (mark) => keptAlive(mark, 1),
        );
        return 'It was one session throughout.';
      },
      wasOneSession,
      long,
    ),
  );
}, 900_000);

test('[JOB-R53][KPP-R3][KPP-R6] a keeper that is killed in mid-transfer is replaced, with its executor too, and the unit is entered again', async () => {
  await play(
    flashWith('keeper-killed', 'the keeper is killed, and then the executor with it', async (job) => {
      const first = processes().keeper;
      const mark = tapMark(stage.house.tap);
      process.kill(first, 'SIGKILL');
      await onTap(mark, isErase);
      await midTransfer(stage, job);
      const second = processes().keeper;
      expect(second).not.toBe(first);
      const again = tapMark(stage.house.tap);
      process.kill(second, 'SIGKILL');
      await stage.house.killShop();
      await stage.house.startShop(stage.house.link);
      await onTap(again, isErase);
      return 'Another keeper took its place, twice.';
    }),
  );
}, 600_000);

test('[KPR-R9][BAY-R40] a file of 50 MiB and a thousand calls of the page leave the session of a paused write alone', async () => {
  const file = { name: 'big.bin', bytes: randomBytes(50 * MIB) };
  await play({
    id: 'busy',
    title: 'much arrives while a write is paused',
    kind: 'survival',
    async play(on) {
      const offered = await offerFlash(on, on.ada, on.sample);
      await agree(on, offered);
      await midTransfer(on, offered.job);
      on.mustHold(on.sample);
      await on.house.car({ do: 'volts', volts: LOW });
      await keptAlive(tapMark(on.house.tap), 1);
      // The job goes on without the expert, who brings another file.
      offered.child.kill('SIGKILL');
      await offered.child.ended;
      const mark = tapMark(on.house.tap);
      const calls = Array.from({ length: 1000 }, () => on.technician.look().catch(() => undefined));
      const desk = { dir: on.house.at('expert-Ada'), broker: on.house.brokerUrl, keepOpen: true } as const;
      const staged = await attend(desk, ({ visit }) => visit.stage(file));
      await Promise.all(calls);
      expect(staged).toMatchObject({ ok: true });
      const silence = longestSilence(mark);
      console.info(
        `under the burst the unit waited ${(Number(silence) / 2e9).toFixed(2)} times as long as it is meant to`,
      );
      expect(silence).toBeLessThanOrEqual(halfOfS3());
      expect(requestsSince(mark).some(({ bytes }) => bytes[0] === TRANSFER_DATA)).toBe(false);
      await on.house.car({ do: 'volts', volts: RIGHT });
      await confirm(on, offered.job);
      return 'The session was kept.';
    },
  });
}, 600_000);

test('[KPP-R6] a keeper that is killed before the erase ends the job, and nothing of write class leaves', async () => {
  await play({
    id: 'keeper-killed-before',
    title: 'the keeper is killed before the erase',
    kind: 'refusal',
    async play(on) {
      const offered = await offerFlash(on, on.ada, on.sample);
      await on.technician.until(
        ({ runs }) => runs.find(({ report, wanted }) => report.job === offered.job && wanted === 'hold-to-agree'),
        'the wish for an agreement',
        10 * PATIENCE,
      );
      const { keeper } = processes();
      process.kill(keeper, 'SIGKILL');
      expect((await offered.child.ended).code).toBe(REFUSED);
      await on.technician.until(({ link }) => link.state === 'open' || undefined, 'another keeper', PATIENCE);
      expect(processes().keeper).not.toBe(keeper);
      return 'The job was refused, and the link is back.';
    },
  });
}, 600_000);
