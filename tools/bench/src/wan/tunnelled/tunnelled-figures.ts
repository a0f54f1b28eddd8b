import { setTimeout as pause } from 'node:timers/promises';
import { askCar, type Stage } from '@baylink/demo';
import { millis } from '@baylink/kernel';
import type { ContestCard } from '../../measure/contest.js';
import { type Figure, figureOf, median } from '../../measure/figure.js';
import { BAD } from '../cards.js';
import { ENGINE } from '../engine.js';
import type { Line } from '../line.js';
import type { ShopFlash } from '../shop-flash.js';
import type { TunnelMode } from './bridge.js';
import { tunnelledFlash } from './tunnelled-flash.js';

export interface TunnelledContest {
  readonly mode: TunnelMode;
  readonly card: ContestCard;
}

interface Given {
  readonly stage: Stage;
  readonly line: Line;
  readonly tell: (text: string) => void;
  /** What the shop client asked the unit in its write window. */
  readonly requests: readonly Uint8Array[];
  readonly ours: readonly ShopFlash[];
}

const NAME = 'second-vehicle';

/** Each once, with another car of the same kind: the shop client keeps its own. */
export async function* tunnelledFigures(
  contests: readonly TunnelledContest[],
  { stage, line, tell, requests, ours }: Given,
): AsyncIterable<Figure> {
  if (contests.length === 0) return;
  const path = stage.house.at(NAME);
  await startCar(stage, path);
  const window = median(ours.map((flash) => flash.window));
  const overdue = ours.reduce((sum, flash) => sum + flash.overdue, 0);
  await line.change(BAD);
  for (const { mode, card } of contests) {
    const report = await tunnelledFlash(mode, { line, path, unit: ENGINE }, requests);
    const { end } = report;
    tell(
      `${card.id}: ${end.kind === 'done' ? `write window ${end.window.toFixed(0)} ms` : end.why}, ${report.overdue} time-outs`,
    );
    const rounds = end.kind === 'done' ? [{ ours: millis(window), peer: millis(end.window) }] : [];
    const remarks =
      end.kind === 'done' ? [] : [`The tunnelled flash was not finished, and its unit has no software: ${end.why}.`];
    yield { ...figureOf(card, rounds), timeouts: { ours: overdue, peer: report.overdue }, remarks };
  }
}

const LOOK_MS = 100;

/** Until its units have started: what they do not hear before is nobody's time-out. */
async function startCar({ house }: Stage, path: string): Promise<void> {
  const control = house.at(`${NAME}-control`);
  const car = house.programs.start(NAME, ['vehicle', '--slcan', path, '--control', control, '--json']);
  await car.line((line) => line.event === 'ready', 'the second car was there');
  for (;;) {
    const { units } = (await askCar(control, { do: 'state' })) as { units: readonly { life: string }[] };
    if (units.every(({ life }) => life === 'running')) return;
    await pause(LOOK_MS);
  }
}
