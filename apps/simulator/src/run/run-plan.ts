import { z } from 'zod';
import type { FaultId, Strike, Trigger } from '../faults/fault.js';
import { FAULTS } from '../faults/faults.table.js';
import { STEPS } from '../faults/steps.table.js';

export const ORDERS = ['coding', 'flash'] as const;
export type OrderName = (typeof ORDERS)[number];

const count = z.number().int().nonnegative();
const trigger: z.ZodType<Trigger> = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('operation'), count }),
  z.strictObject({ on: z.literal('step'), step: z.enum(STEPS), after: count }),
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
