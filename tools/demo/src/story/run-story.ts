import { writeFileSync } from 'node:fs';
import { errorText } from '@baylink/kernel';
import { Account } from '../account/account.js';
import { House, type HouseOptions } from '../house/house.js';
import { writeSRecords } from '../oracle/firmware.js';
import { FLASH_START } from '../oracle/memory.js';
import { tapMark } from '../oracle/tap.js';
import { AlteringRelay } from '../relay/altering-relay.js';
import type { Chapter } from './chapter.js';
import { type Findings, inspect } from './inspect.js';
import { SAMPLES } from './samples.js';
import { Stage } from './stage.js';

export interface StoryOptions extends Omit<HouseOptions, 'publicUrls'> {
  /** The new software, Intel HEX or S-record; the sample that ships with the project when absent. */
  readonly file?: string;
  readonly out: NodeJS.WritableStream;
  /** Called as soon as there is something to clear away. */
  readonly begun?: (house: House) => void;
}

export type ChapterResult =
  | ({ readonly kind: 'passed'; readonly outcome: string } & Findings)
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'not-played' };

export interface Played {
  readonly chapter: Chapter;
  readonly result: ChapterResult;
  readonly seconds: number;
}

/** Processes that are there all the time. One that is killed on purpose has no exit code. */
const SERVANTS = new Set(['broker', 'vehicle', 'shop']);

/** A stage on which chapters can be played, and the way to clear it away. */
export async function buildStage(options: StoryOptions): Promise<Stage> {
  const account = new Account(options.out);
  const relay = await AlteringRelay.open();
  const house = new House({ ...options, publicUrls: [relay.url] });
  options.begun?.(house);
  house.lifetime.onEnd(() => relay.close());
  house.programs.onDeath(({ name }, { code, sentence }) => {
    if (SERVANTS.has(name) && code !== null && code !== 0) account.wrong(`${name} has ended with ${code}: ${sentence}`);
  });
  const stage = new Stage(
    house,
    account,
    relay,
    options.file ?? SAMPLES.update,
    SAMPLES.updateSRecord,
    SAMPLES.foreign,
  );
  try {
    await house.startVehicle();
    await house.startBroker();
    relay.lead(house.brokerUrl);
    await house.startShop(house.link);
    stage.memory = await stage.dump();
    writeFileSync(stage.original, writeSRecords(FLASH_START, used(stage.memory)));
    return stage;
  } catch (failure) {
    await house.end();
    throw failure;
  }
}

/** Up to the last byte that is not erased. */
function used(memory: Buffer): Buffer {
  let end = memory.length;
  while (end > 1 && memory[end - 1] === 0xff) end -= 1;
  return memory.subarray(0, end);
}

/** Plays chapters in their order on one stage; the first that fails is the last that is played. */
export async function runStory(stage: Stage, chapters: readonly Chapter[]): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const [index, chapter] of chapters.entries()) {
    const failed = played.some(({ result }) => result.kind === 'failed');
    if (failed) played.push({ chapter, result: { kind: 'not-played' }, seconds: 0 });
    else {
      stage.account.heading(`${index + 1}/${chapters.length}  ${chapter.title}`);
      played.push(await playChapter(stage, chapter));
    }
  }
  return played;
}

/** One chapter, and what the oracle finds after it. */
export async function playChapter(stage: Stage, chapter: Chapter): Promise<Played> {
  const start = performance.now();
  const mark = tapMark(stage.house.tap);
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    const outcome = await chapter.play(stage);
    const findings = await inspect(stage, chapter.kind, mark);
    stage.account.right(outcome, `Memory ${findings.memory}; ${findings.wire}.`);
    return { chapter, result: { kind: 'passed', outcome, ...findings }, seconds: seconds() };
  } catch (failure) {
    const why = errorText(failure);
    stage.account.wrong(why);
    return { chapter, result: { kind: 'failed', why }, seconds: seconds() };
  }
}
