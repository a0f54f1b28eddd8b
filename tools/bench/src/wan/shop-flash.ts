import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agree, confirm, endOf, offerFlash, readTap, SAMPLES, type Stage, tapMark } from '@baylink/demo';
import type { Millis } from '@baylink/kernel';

import { ENGINE } from './engine.js';
import { readFrames } from './frame-timers.js';
import { interruptions, writeWindow } from './journal-window.js';
import type { Line, Weather } from './line.js';
import { overdueAnswers } from './overdue.js';
import { tapFrames } from './tap-frames.js';

/** What the line between shop and broker is like before the plan is armed, and from then on. */
export interface Conditions {
  readonly before: Weather;
  readonly after: Weather;
}

export interface ShopFlash {
  readonly window: Millis;
  /** Times of the standards that were not kept on the bus. */
  readonly overdue: number;
  /** Pauses, re-entries and worse, as the journal has them. */
  readonly interruptions: number;
}

const FINE: Weather = { rtt: 0, loss: 0, cut: false };
const PATIENCE_MS = 60_000;

/** One whole flash as a user does it, from the plan to DONE. */
export async function shopFlash(stage: Stage, line: Line, { before, after }: Conditions): Promise<ShopFlash> {
  const mark = tapMark(stage.house.tap);
  await line.change(before);
  const offered = await offerFlash(stage, stage.ada, SAMPLES.update);
  await agree(stage, offered);
  await line.change(after);
  await confirm(stage, offered.job);
  await stage.technician.until(
    ({ runs }) => runs.find(({ report }) => report.job === offered.job && report.state === 'DONE'),
    'the end of the flash',
    PATIENCE_MS,
  );
  await line.change(FINE);
  await endOf(offered);
  const journal = readFileSync(join(stage.house.journals, `${offered.job}.journal`), 'utf8');
  const read = readFrames(tapFrames(readTap(stage.house.tap, mark), ENGINE.can));
  return {
    window: writeWindow(journal),
    overdue: read.overdue + overdueAnswers(read.messages),
    interruptions: interruptions(journal),
  };
}
