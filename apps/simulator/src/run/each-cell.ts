import type { FaultId } from '../faults/fault.js';
import { ON_FRAMES } from '../faults/faults.table.js';
import { STEPS } from '../faults/steps.table.js';
import { type Cell, cellsOf, feltIn } from './cells.js';
import { Dice } from './dice.js';
import { drawAfter } from './draw-run.js';
import { inOrder } from './in-order.js';
import { leadsTo } from './leads.table.js';
import type { Outcome } from './outcome.js';
import type { OrderName, RunPlan } from './run-plan.js';
import type { Runner } from './runner.js';

type Several<T> = readonly [T, ...T[]];

/** Runs between two looks at what is lacking: always as many, so that the plans do not depend on who does them. */
const BATCH = 64;
/** A cell that was aimed at so many times as often as it has to be felt is left. */
const VAIN = 5;
const FEWEST = 2;
const MORE = 3;

interface Aimed {
  readonly cell: Cell;
  felt: number;
  tries: number;
}

export interface EachCell {
  readonly seed: number;
  /** How often each has to be felt. */
  readonly times: number;
  readonly faults: Several<FaultId>;
  readonly orders: Several<OrderName>;
  readonly runner: Runner;
}

/** Runs until every fault was felt so many times at every step where it can be, those first that were felt least. */
export async function* eachCell({ seed, times, faults, orders, runner }: EachCell): AsyncGenerator<Outcome> {
  const aims: readonly Aimed[] = cellsOf(faults).map((cell) => ({ cell, felt: 0, tries: 0 }));
  const lacking = (): Aimed[] =>
    aims
      .filter(({ felt, tries }) => felt < times && tries < times * VAIN)
      .sort((a, b) => a.felt - b.felt || a.tries - b.tries);
  let next = seed;
  for (let left = lacking(); left.length > 0; left = lacking()) {
    const plans = left.slice(0, BATCH).map((aim) => {
      aim.tries++;
      return aimAt(aim.cell, left, orders, next++ % 2 ** 32);
    });
    for await (const outcome of inOrder(plans, runner)) {
      for (const aim of aims) aim.felt += feltIn(outcome, aim.cell);
      yield outcome;
    }
  }
}

/** A run for one cell; its other faults are for cells at that step or later ones, so that the job comes there. */
function aimAt({ fault, step }: Cell, left: readonly Aimed[], orders: Several<OrderName>, seed: number): RunPlan {
  const dice = new Dice(seed);
  const order = dice.pick(orders);
  const wire = ON_FRAMES.has(fault) ? 'frames' : 'messages';
  const from = STEPS.indexOf(step);
  const fitting = left
    .map(({ cell }) => cell)
    .filter((cell) => STEPS.indexOf(cell.step) >= from && (wire === 'frames' || !ON_FRAMES.has(cell.fault)));
  const others = Array.from({ length: FEWEST + dice.below(MORE) }, () => fitting[dice.below(fitting.length)]);
  const strikes = [{ fault, step }, ...others.filter((cell) => cell !== undefined)].map((cell) => ({
    fault: cell.fault,
    when: { on: 'step' as const, step: cell.step, after: drawAfter(dice) },
    dice: dice.below(2 ** 32),
  }));
  return { seed, order, wire, strikes: [...leadsTo(fault, step, order, dice), ...strikes], deaths: [] };
}
