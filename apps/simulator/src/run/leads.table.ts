import type { FaultId, Strike } from '../faults/fault.js';
import type { Step } from '../faults/steps.table.js';
import type { Dice } from './dice.js';
import type { OrderName } from './run-plan.js';

type Way = readonly [Strike, ...Strike[]];

const at = (step: Step, fault: FaultId, dice: number, after = 0): Strike => ({
  fault,
  when: { on: 'step', step, after },
  dice,
});

/** Seeds of dice with which a fault does what is said here. */
const DICE = {
  /** F22: down to some 12 V, up again 4 s later, or 20 min. */
  sag: 32,
  longSag: 49,
  /** F22: below the critical voltage for a minute. */
  critical: 356,
  /** F23: unplugged for 5 s. */
  silence: 18,
  /** F24: at the next block, or at whatever comes next. */
  atBlock: 1,
  atOnce: 0,
  /** F27: one 0x78, then the answer 3 s later. */
  pending: 0,
  /** F29: three times 0x72. */
  refusals: 73,
  /** F35: for eight answers. */
  dead: 4,
  any: 1,
} as const;

/** Operations from the beginning of TRANSFER to the first written value: the old one is read, the intent written down. */
const FIRST_VALUE = 5;
/** The unit takes its time, so that a supply that changes is seen while the job is at its writing. */
const slowBlock = at('TRANSFER', 'F27', DICE.pending);
const slowValue = at('TRANSFER', 'F27', DICE.pending, FIRST_VALUE);
const inBlocks = (fault: FaultId, dice: number): Way => [slowBlock, at('TRANSFER', fault, dice)];
const inValues = (fault: FaultId, dice: number): Way => [slowValue, at('TRANSFER', fault, dice, FIRST_VALUE)];

/** Faults that bring a job to a step to which an undisturbed one does not come, each way by itself. */
export const WAYS: Partial<Readonly<Record<Step, Readonly<Record<OrderName, readonly [Way, ...Way[]]>>>>> = {
  PAUSED: {
    coding: [inValues('F22', DICE.sag), inValues('F23', DICE.silence)],
    flash: [
      inBlocks('F22', DICE.sag),
      inBlocks('F22', DICE.longSag),
      [at('ERASING', 'F22', DICE.sag)],
      [at('ERASING', 'F23', DICE.silence)],
    ],
  },
  REENTRY: {
    coding: [[at('TRANSFER', 'F24', DICE.atOnce, FIRST_VALUE)], [at('TRANSFER', 'F14', DICE.any, FIRST_VALUE + 3)]],
    flash: [
      [at('TRANSFER', 'F24', DICE.atBlock)],
      [at('TRANSFER', 'F24', DICE.atOnce)],
      [at('ERASING', 'F14', DICE.any, 4)],
      [at('TRANSFER', 'F37', DICE.any, 2)],
    ],
  },
  RESTORING: {
    coding: [[at('TRANSFER', 'F10', DICE.any, FIRST_VALUE)], [at('TRANSFER', 'F29', DICE.refusals, FIRST_VALUE)]],
    flash: [[at('EXITED', 'F35', DICE.dead), at('REENTRY', 'F35', DICE.dead)]],
  },
  HOLD: {
    coding: [inValues('F22', DICE.longSag), inValues('F22', DICE.critical)],
    flash: [inBlocks('F22', DICE.longSag), inBlocks('F22', DICE.critical), [at('ERASING', 'F22', DICE.critical, 2)]],
  },
};

/** One of the ways to a step; none is needed for a step of every job. */
export function leadsTo(step: Step, order: OrderName, dice: Dice): readonly Strike[] {
  const ways = WAYS[step]?.[order];
  return ways === undefined ? [] : dice.pick(ways);
}
