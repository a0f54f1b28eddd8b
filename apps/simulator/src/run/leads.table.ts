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
  /** F37: for 200 ms. */
  briefly: 0,
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

/** Another process finds a job that has come no further: it samples the supply and speaks with the broker before it has ended that job. */
const foundAgain = (step: Step): Ways => {
  const way = [at(step, 'F12', DICE.any)] as const;
  return { coding: [way], flash: [way] };
};
/** A gate fails while the job is armed: what was agreed to is spent, and can be played again while the next agreement is waited for. */
const disarmed = ([fault, dice]: readonly [FaultId, number]): Way => [
  at('ARMED', 'F27', DICE.pending),
  at('ARMED', fault, dice),
  { fault: 'F9', when: { on: 'time', at: DISARMED }, dice: DICE.any },
];
/** In ms: between the first agreement of such a job and its next. */
const DISARMED = 18_500;
/** The link is lost in each of four transfers: more than the unit is entered again. Of single frames nothing is left to others. */
const wornOut: Way = [
  at('TRANSFER', 'F37', DICE.briefly, 2),
  ...[6, 10, 14].map((after) => at('TRANSFER', 'F37', DICE.briefly, after)),
];
/** A stop behind the first written value; on single frames. */
const stopped: Way = [at('TRANSFER', 'F10', DICE.any, FIRST_VALUE + 3)];

type Ways = Partial<Readonly<Record<OrderName, readonly [Way, ...Way[]]>>>;

/** What one fault needs to be felt at one step, in place of the ways to that step. */
export const OWN_WAYS: Partial<Readonly<Record<`${FaultId} at ${Step}`, Ways>>> = {
  'F23 at DRAFT': foundAgain('DRAFT'),
  'F1 at STAGING': foundAgain('STAGING'),
  'F2 at STAGING': foundAgain('STAGING'),
  'F3 at STAGING': foundAgain('STAGING'),
  'F4 at STAGING': foundAgain('STAGING'),
  'F7 at STAGING': foundAgain('STAGING'),
  'F23 at STAGING': foundAgain('STAGING'),
  'F39 at STAGING': foundAgain('STAGING'),
  'F9 at PREFLIGHT_OK': {
    coding: [disarmed(['F22', DICE.sag]), disarmed(['F23', DICE.silence])],
    flash: [disarmed(['F22', DICE.sag]), disarmed(['F23', DICE.silence])],
  },
  'F30 at RESTORING': { flash: [wornOut] },
  'F31 at RESTORING': { coding: [stopped], flash: [wornOut] },
};

/** One of the ways for this fault at this step; none is needed for a step of every job. */
export function leadsTo(fault: FaultId, step: Step, order: OrderName, dice: Dice): readonly Strike[] {
  const ways = OWN_WAYS[`${fault} at ${step}`]?.[order] ?? WAYS[step]?.[order];
  return ways === undefined ? [] : dice.pick(ways);
}
