import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, ENGINE_FLASH, FACTORY_IMAGE, FOREIGN_HARDWARE_IMAGE } from '@baylink/twin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buildStage,
  type Chapter,
  chapters,
  flashAnyThrough,
  playChapter,
  refusedFlash,
  type Stage,
  Told,
} from '../../tools/demo/src/index.js';
import { intelHex, noise } from './foreign-firmware.js';

/** ReadMemoryByAddress, requestOutOfRange: as often as anybody asks. */
const UNREADABLE = { do: 'refuse', unit: 'engine', service: '23', nrc: '31', count: 1_000_000 };

/** Inside of what the original file holds. */
const NEXT = { ...FACTORY_IMAGE, softwareId: 'BLE-ENG-0300', length: 20 * 1024 };

let folder: string;
let file: string;
/** Its first part says nothing of hardware; what the unit would start is for another one. */
let hidden: string;
let stage: Stage;
const told = new Told();
let failed = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baylink-grades-'));
  file = join(folder, 'new.hex');
  writeFileSync(file, intelHex([{ address: ENGINE_FLASH.start, bytes: Buffer.from(buildImage(NEXT)) }]));
  hidden = join(folder, 'hidden.hex');
  writeFileSync(
    hidden,
    intelHex([
      { address: ENGINE_FLASH.start, bytes: noise(3_000, 7) },
      { address: ENGINE_FLASH.start + 0x2000, bytes: Buffer.from(buildImage(FOREIGN_HARDWARE_IMAGE)) },
    ]),
  );
  stage = await buildStage({ file, out: told, waysIn: ['doip'] });
  await stage.house.car(UNREADABLE);
}, 120_000);

afterAll(async () => {
  await stage?.house.end();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** What the bay screen shows of the newest job. */
async function newest(on: Stage) {
  return on.technician.until(({ runs }) => runs[0]?.report, 'a job on the bay screen', 60_000);
}

const without: Chapter = {
  id: 'no-original',
  title: 'a unit that refuses to be read is not programmed without its original file',
  kind: 'refusal',
  async play(on) {
    const sentence = await refusedFlash(on, on.ada, file, 'names no original file');
    const { backup } = await newest(on);
    if (backup?.grade !== 'C') throw new Error(`the bay screen shows grade ${backup?.grade}`);
    return sentence;
  },
};

const unrehearsed: Chapter = {
  id: 'twin-lost',
  title: 'what its twin does not come through is not armed, and both screens say so',
  kind: 'refusal',
  async play(on) {
    const more = ['--original', on.original];
    const sentence = await refusedFlash(on, on.ada, hidden, 'In the rehearsal the twin of this unit', more);
    const report = await newest(on);
    if (!sentence.endsWith(report.sentence)) throw new Error(`the bay screen says "${report.sentence}"`);
    if (report.rehearsal?.scenes.some(({ held }) => !held) !== true)
      throw new Error('no scene failed on the bay screen');
    return sentence;
  },
};

const gradeB: Chapter = {
  id: 'grade-b',
  title: 'with its original file it is, on the ground of its own refusal',
  kind: 'road',
  async play(on) {
    const { after } = await flashAnyThrough(on, file, ['--original', on.original]);
    on.mustHold(file);
    const { backup, rehearsal } = await newest(on);
    if (backup?.grade !== 'B' || backup.refusal?.response !== '7f2331')
      throw new Error(`the backup is ${JSON.stringify(backup)}`);
    if (rehearsal?.scenes.every(({ held }) => held) !== true) throw new Error(`rehearsed ${JSON.stringify(rehearsal)}`);
    return `software ${after}`;
  },
};

const named = (id: string): readonly Chapter[] => chapters.filter((chapter) => chapter.id === id);
const STORY = [...named('pair'), ...named('open-case'), ...named('scan'), without, unrehearsed, gradeB];

test.each(STORY.map((chapter) => [chapter.title, chapter] as const))(
  '%s',
  async (title, chapter) => {
    expect(failed, 'this chapter has failed before').toBe('');
    const { result } = await playChapter(stage, chapter);
    if (result.kind !== 'passed') failed = title;
    expect(result.kind === 'failed' ? told.after(result.why) : result.kind).toBe('passed');
  },
  600_000,
);
