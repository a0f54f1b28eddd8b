import { z } from 'zod';
import type { FaultId, Strike, Trigger } from '../faults/fault.js';
import { FAULTS, faultOf, ON_FRAMES } from '../faults/faults.table.js';
import { Dice } from './dice.js';

export const ORDERS = ['coding', 'flash'] as const;
export type OrderName = (typeof ORDERS)[number];

const count = z.number().int().nonnegative();
const trigger: z.ZodType<Trigger> = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('operation'), count }),
  z.strictObject({ on: z.literal('state'), state: z.string() }),
  z.strictObject({ on: z.literal('time'), at: z.number().nonnegative() }),
]);
const fault = z.custom<FaultId>((id) => typeof id === 'string' && FAULTS.some((one) => one.id === id), 'no such fault');
const strike: z.ZodType<Strike> = z.strictObject({ fault, when: trigger, dice: count });
const death = z.strictObject({
  at: count,
  when: z.enum(['before', 'after']),
  power: z.union([z.literal('process'), z.number().min(0).max(1)]),
});

/** Where the shop's process dies: before or after the effect of its n-th operation, counted over all lives. */
export type Death = z.infer<typeof death>;

/** Everything that decides a run: two runs of one plan do the same, byte for byte, on every machine. */
export const runPlan = z.strictObject({
  seed: count,
  order: z.enum(ORDERS),
  wire: z.enum(['messages', 'frames']),
  strikes: z.array(strike).max(64),
  deaths: z.array(death).max(64),
});
export type RunPlan = z.infer<typeof runPlan>;

/** How many operations a clean job of each kind takes, so that faults strike from its beginning to its end. */
export type Lengths = Readonly<Record<OrderName, number>>;

export const FEWEST = 3;
const MORE = 3;
/** Beyond a clean job's end: operations of its recovery. */
const BEYOND = 1.4;
/** By then the plan has come, in operations of a clean job. */
const COMES = 40;

const STATES = [
  'STAGED',
  'BACKED_UP',
  'PREFLIGHT_OK',
  'ARMED',
  'ENTRY',
  'ERASING',
  'TRANSFER',
  'EXITED',
  'VERIFIED',
  'REENTRY',
  'RESTORING',
  'PAUSED',
  'CONFIRMED',
] as const;
/** From the agreement on. */
const AGREED = ['ARMED', 'ENTRY', 'ERASING', 'TRANSFER', 'REENTRY'] as const;

/** A run with three faults or more, drawn from `faults`, at places that its seed decides. */
export function drawRun(
  seed: number,
  faults: readonly [FaultId, ...FaultId[]],
  orders: readonly [OrderName, ...OrderName[]],
  lengths: Lengths,
): RunPlan {
  const dice = new Dice(seed);
  const order = dice.pick(orders);
  const strikes = Array.from({ length: FEWEST + dice.below(MORE) }, (): Strike => {
    const id = dice.pick(faults);
    return { fault: id, when: drawTrigger(id, dice, lengths[order]), dice: dice.below(2 ** 32) };
  });
  const wire = strikes.some(({ fault: id }) => ON_FRAMES.has(id)) ? 'frames' : 'messages';
  return { seed, order, wire, strikes, deaths: [] };
}

function drawTrigger(id: FaultId, dice: Dice, length: number): Trigger {
  const season = dice.below(5) === 0 ? 'any' : (faultOf(id)?.season ?? 'any');
  switch (season) {
    case 'plan comes':
      return { on: 'operation', count: 1 + dice.below(COMES) };
    case 'agreed':
      return { on: 'state', state: dice.pick(AGREED) };
    case 'any':
      if (dice.below(3) === 0) return { on: 'state', state: dice.pick(STATES) };
      if (dice.below(8) === 0) return { on: 'time', at: dice.below(40_000) };
      return { on: 'operation', count: 1 + dice.below(Math.ceil(length * BEYOND)) };
  }
}
