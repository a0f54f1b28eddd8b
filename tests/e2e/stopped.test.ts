import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  agree,
  buildStage,
  chapters,
  confirm,
  endOf,
  midTransfer,
  offerFlash,
  playChapter,
  type Stage,
  tapMark,
} from '../../tools/demo/src/index.js';
import { hexOf, onTap, processesOf, requestsSince } from './kept-car.js';

const PATIENCE = 60_000;
const TRANSFER_DATA = 0x36;
const TESTER_PRESENT = '3e80';
/** A session that nobody keeps has lapsed after it, milliseconds. */
const S3 = 5_000;
const ERASE = '3101ff00';
/** Nothing is resting on this supply. */
const [LOW, RIGHT] = [12.4, 13.9];

let stage: Stage;
const folder = mkdtempSync(join(tmpdir(), 'baylink-stopped-'));
const policy = join(folder, 'policy.json');

beforeAll(async () => {
  writeFileSync(policy, '{}');
  const out = new Writable({ write: (_chunk, _encoding, done) => done() });
  stage = await buildStage({ out, waysIn: ['slcan'], shopOptions: ['--policy', policy] });
  for (const chapter of chapters.filter(({ id }) => ['pair', 'open-case', 'scan'].includes(id))) {
    const { result } = await playChapter(stage, chapter);
    if (result.kind === 'failed') throw new Error(`${chapter.id}: ${result.why}`);
  }
}, 300_000);
afterAll(async () => {
  await stage?.house.end();
  rmSync(folder, { recursive: true });
}, 60_000);

/** A flash of the sample with `trouble` in the middle of it; it ends in DONE, and the unit holds what it should. */
async function flashWith(trouble: (job: string) => Promise<void>): Promise<void> {
  const offered = await offerFlash(stage, stage.ada, stage.sample);
  await agree(stage, offered);
  await midTransfer(stage, offered.job);
  stage.mustHold(stage.sample);
  await trouble(offered.job);
  await confirm(stage, offered.job);
  await endOf(offered);
  expect((await stage.dump()).equals(stage.memory)).toBe(true);
}

const blocks = (mark: number) => requestsSince(stage, mark).filter(({ bytes }) => bytes[0] === TRANSFER_DATA).length;
/** Blocks that the door has let out since then, as its ledgers have them. Nanoseconds of the machine. */
function blocksPassed(since: bigint): ReadonlySet<string> {
  const ledgers = stage.house.at('shop/ledgers');
  const lines = readdirSync(ledgers)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(ledgers, name), 'utf8').split('\n'));
  const passed = lines.flatMap((line) => {
    const [, bytes, nanos] = /"bytes":"(36[0-9a-f]*)","direction":"tx".*"nanos":"(\d+)"/.exec(line) ?? [];
    return bytes !== undefined && BigInt(nanos ?? 0) >= since ? [bytes] : [];
  });
  return new Set(passed);
}
const moreBlocks = (mark: number) => onTap(stage, mark, (bytes) => bytes[0] === TRANSFER_DATA, 3);
const keptAlive = (mark: number, count: number) =>
  onTap(stage, mark, (bytes) => bytes.toString('hex') === TESTER_PRESENT, count);
const inState = (job: string, state: string) =>
  stage.technician.until(
    ({ runs }) => runs.find(({ report }) => report.job === job && report.state === state),
    `${state} on the screen`,
    PATIENCE,
  );

test('[JOB-R6][KPR-R9] an executor that was stopped writes nothing on the voltage from before it', async () => {
  await flashWith(async (job) => {
    const { executor } = processesOf(stage);
    process.kill(executor, 'SIGSTOP');
    await keptAlive(tapMark(stage.house.tap), 1);
    await stage.house.car({ do: 'volts', volts: LOW });
    const mark = tapMark(stage.house.tap);
    await keptAlive(mark, 1);
    process.kill(executor, 'SIGCONT');
    await inState(job, 'PAUSED');
    expect(blocks(mark)).toBe(0);
    await stage.house.car({ do: 'volts', volts: RIGHT });
    await moreBlocks(mark);
  });
}, 600_000);

test('[KPP-R8] what was judged before its keeper was stopped does not leave when the keeper goes on', async () => {
  await flashWith(async () => {
    const { keeper } = processesOf(stage);
    process.kill(keeper, 'SIGSTOP');
    const mark = tapMark(stage.house.tap);
    let goesOn = 0n;
    try {
      // The unit's own time has to pass; nothing can be told of it while the link stands still.
      await pause(S3 + 1_000);
    } finally {
      goesOn = process.hrtime.bigint();
      process.kill(keeper, 'SIGCONT');
    }
    await onTap(stage, mark, (bytes) => bytes.toString('hex').startsWith(ERASE));
    await moreBlocks(mark);
    const left = requestsSince(stage, mark).filter(({ at }) => at >= goesOn);
    const erased = left.findIndex((request) => hexOf(request).startsWith(ERASE));
    const early = left.slice(0, erased).filter(({ bytes }) => bytes[0] === TRANSFER_DATA);
    // A block may leave before the shop knows that the session has lapsed: then it was judged since.
    const judged = blocksPassed(goesOn);
    expect(early.map(hexOf).filter((block) => !judged.has(block))).toEqual([]);
  });
}, 600_000);

test('[SHP-R283] a shop client that dies in mid-transfer and finds its policy damaged goes on with the write', async () => {
  await flashWith(async () => {
    const { keeper } = processesOf(stage);
    await stage.house.killShop();
    writeFileSync(policy, '{"voltage":');
    await stage.house.startShop(stage.house.link);
    expect(processesOf(stage).keeper).toBe(keeper);
    await moreBlocks(tapMark(stage.house.tap));
    const { alarms } = await stage.technician.look();
    expect(JSON.stringify(alarms)).toContain('goes on under the rules that it was begun under');
  });
}, 600_000);
