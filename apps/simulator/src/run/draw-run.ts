import type { FaultId, Strike, Trigger } from '../faults/fault.js';
import { faultOf, ON_FRAMES } from '../faults/faults.table.js';
import { STEPS, type Step } from '../faults/steps.table.js';
import { cellsOf } from './cells.js';
import { Dice } from './dice.js';
import { leadsTo } from './leads.table.js';
import type { OrderName, RunPlan } from './run-plan.js';

/** How many operations a clean job of each kind takes, so that faults strike from its beginning to its end. */
export type Lengths = Readonly<Record<OrderName, number>>;

type Several<T> = readonly [T, ...T[]];

/** Strikes of a run, without those that only bring the job to a step. */
const FEWEST = 3;
const MORE = 3;
/** Beyond a clean job's end: operations of its recovery. */
const BEYOND = 1.4;
/** By then the plan has come, in operations of a clean job. */
const COMES = 40;
/** Operations within one step. */
const WITHIN = 24;
/** One run in so many has single frames on its wire though none of its first fault needs them. */
const FRAMES = 16;

/** From the agreement on. */
const AGREED: Several<Step> = ['ARMED', 'ENTRY', 'ERASING', 'TRANSFER', 'REENTRY'];

/**
 * A run with three faults or more, drawn from `faults`. The first one has its place by the number of the run, so that
 * each fault strikes at each step where it can; the others are anywhere, or from that step on so that the job comes there.
 */
export function drawRun(seed: number, faults: Several<FaultId>, orders: Several<OrderName>, lengths: Lengths): RunPlan {
  const dice = new Dice(seed);
  const order = dice.pick(orders);
  const cells = cellsOf(faults);
  const cell = cells[seed % cells.length] ?? { fault: faults[0], step: 'BEFORE' };
  const wire = ON_FRAMES.has(cell.fault) || dice.below(FRAMES) === 0 ? 'frames' : 'messages';
  const fitting = wire === 'frames' ? faults : faults.filter((id) => !ON_FRAMES.has(id));
  const strike = (fault: FaultId, when: Trigger): Strike => ({ fault, when, dice: dice.below(2 ** 32) });
  const onward = dice.below(3) > 0;
  const others = Array.from({ length: FEWEST - 1 + dice.below(MORE) }, () => {
    const id = fitting[dice.below(fitting.length)] ?? cell.fault;
    return strike(id, onward ? drawLater(cell.step, dice) : drawTrigger(id, dice, lengths[order]));
  });
  const leads = leadsTo(cell.fault, cell.step, order, dice);
  const first = strike(cell.fault, { on: 'step', step: cell.step, after: drawAfter(dice) });
  return { seed, order, wire, strikes: [...leads, first, ...others], deaths: [] };
}

/** Often with the step's first operation, else somewhere in it, rather early: most steps are short. */
export const drawAfter = (dice: Dice): number => (dice.below(2) === 0 ? 0 : Math.floor(WITHIN * dice.next() ** 3));

function drawLater(step: Step, dice: Dice): Trigger {
  const from = STEPS.indexOf(step);
  const later = STEPS[from + dice.below(STEPS.length - from)] ?? step;
  return { on: 'step', step: later, after: drawAfter(dice) };
}

function drawTrigger(id: FaultId, dice: Dice, length: number): Trigger {
  const season = dice.below(5) === 0 ? 'any' : (faultOf(id)?.season ?? 'any');
  switch (season) {
    case 'plan comes':
      return { on: 'operation', count: 1 + dice.below(COMES) };
    case 'agreed':
      return { on: 'step', step: dice.pick(AGREED), after: 0 };
    case 'any':
      if (dice.below(3) === 0) return { on: 'step', step: STEPS[dice.below(STEPS.length)] ?? 'TRANSFER', after: 0 };
      if (dice.below(8) === 0) return { on: 'time', at: dice.below(40_000) };
      return { on: 'operation', count: 1 + dice.below(Math.ceil(length * BEYOND)) };
  }
}
