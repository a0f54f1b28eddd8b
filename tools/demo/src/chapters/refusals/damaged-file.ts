import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Chapter } from '../../story/chapter.js';
import { offerFlash } from '../../story/flashing.js';
import { refusedByOwnProgram, refusedFlash } from '../../story/refused-flash.js';
import type { Stage } from '../../story/stage.js';
import { stoppedByTechnician } from '../../story/stopped-by-technician.js';
import { untilReady } from '../../story/until-ready.js';

/**
 * One bit of the file is wrong: in the file that the expert has, which their own program sees, and the shop too when that
 * program is told not to look; and in the copy on the shop's disk, which is asked for again.
 */
export const damagedFile: Chapter = {
  id: 'damaged-file',
  title: 'Refused: a file damaged by one bit',
  kind: 'refusal',
  async play(stage) {
    const damaged = stage.house.at(`damaged-${basename(stage.file)}`);
    writeFileSync(damaged, flipped(readFileSync(stage.file)));
    stage.account.tell('expert', 'offers a file in which one bit has fallen over');
    await refusedByOwnProgram(stage, stage.ada, damaged);
    stage.account.tell('expert', 'sends it all the same, without looking into it');
    const said = await refusedFlash(stage, stage.ada, damaged, '', ['--unchecked']);
    await onTheDisk(stage);
    return `In the file: ${said} On the shop's disk: not used, and asked for again.`;
  },
};

/** The shop holds the whole file from an earlier plan; a bit of it rots there. */
async function onTheDisk(stage: Stage): Promise<void> {
  const bytes = readFileSync(stage.file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const staged = join(stage.house.at('shop/staging'), digest);
  writeFileSync(staged, flipped(bytes));
  stage.account.tell('shop', 'has the right file, in which one bit rots on its disk');
  const offered = await offerFlash(stage, stage.ada, stage.file);
  await untilReady(stage, offered.job);
  if (!readFileSync(staged).equals(bytes)) throw new Error(`${staged} still holds the rotten file`);
  stage.account.tell('shop', 'has got the file anew; the technician stops the job');
  await stoppedByTechnician(stage, offered);
}

/** The lowest bit of the middle byte. */
function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const at = middleOfARecord(changed);
  changed[at] = (changed[at] ?? 0) ^ 0x01;
  return changed;
}

/** Not a line end: a digit of a record in the middle of the file. */
function middleOfARecord(bytes: Buffer): number {
  let at = Math.floor(bytes.length / 2);
  while (at > 0 && !/[0-9A-Fa-f]/.test(String.fromCharCode(bytes[at] ?? 0))) at -= 1;
  return at;
}
