import type { Stage } from '@baylink/demo';
import { millis } from '@baylink/kernel';
import type { ContestCard } from '../../measure/contest.js';
import { type Figure, figureOf, median } from '../../measure/figure.js';
import type { Box } from '../box.js';
import { BAD } from '../cards.js';
import { ENGINE } from '../engine.js';
import type { ShopFlash } from '../shop-flash.js';
import type { TunnelMode } from './bridge.js';
import { tunnelledFlash } from './tunnelled-flash.js';

export interface TunnelledContest {
  readonly mode: TunnelMode;
  readonly card: ContestCard;
}

interface Given {
  readonly stage: Stage;
  readonly box: Box;
  readonly tell: (text: string) => void;
  /** What the shop client asked the unit in its write window. */
  readonly requests: readonly Uint8Array[];
  readonly ours: readonly ShopFlash[];
}

const NAME = 'second-vehicle';

/** Each once, with another car of the same kind: the shop client keeps its own. */
export async function* tunnelledFigures(
  contests: readonly TunnelledContest[],
  { stage, box, tell, requests, ours }: Given,
): AsyncIterable<Figure> {
  if (contests.length === 0) return;
  const path = stage.house.at(NAME);
  const car = stage.house.programs.start(NAME, ['vehicle', '--slcan', path, '--json']);
  await car.line((line) => line.event === 'ready', 'the second car was there');
  const window = median(ours.map((flash) => flash.window));
  const overdue = ours.reduce((sum, flash) => sum + flash.overdue, 0);
  await box.change(BAD);
  for (const { mode, card } of contests) {
    const report = await tunnelledFlash(mode, { ...box, path, unit: ENGINE }, requests);
    const { end } = report;
    tell(
      `${card.id}: ${end.kind === 'done' ? `write window ${end.window.toFixed(0)} ms` : end.why}, ${report.overdue} time-outs`,
    );
    const rounds = end.kind === 'done' ? [{ ours: millis(window), peer: millis(end.window) }] : [];
    yield { ...figureOf(card, rounds), timeouts: { ours: overdue, peer: report.overdue } };
  }
}
