import { coding, type Order, programming } from '../people/orders.js';
import { type CheckedRun, checkedRun } from './checked-run.js';
import type { Lengths } from './draw-run.js';
import type { OrderName, RunPlan } from './run-plan.js';

const MADE: Readonly<Record<OrderName, () => Promise<Order>>> = { coding, flash: programming };
const orders = new Map<OrderName, Promise<Order>>();

/** The order of that name; made once. */
export function orderOf(name: OrderName): Promise<Order> {
  const found = orders.get(name) ?? MADE[name]();
  orders.set(name, found);
  return found;
}

/** One run as its plan says, with the oracle's word on it. */
export async function execute({ seed, order, wire, strikes, deaths }: RunPlan, keepTrace = false): Promise<CheckedRun> {
  return checkedRun({
    seed,
    order: await orderOf(order),
    wire,
    strikes,
    keepTrace,
    watch: (_, when, count, simulation) => {
      const death = deaths.find((one) => one.at === count && one.when === when);
      if (death === undefined) return;
      simulation.kill();
      if (death.power !== 'process') simulation.world.cutPower(death.power);
    },
  });
}

/** A run to which nothing happens. */
export const cleanRun = (order: OrderName, wire: RunPlan['wire'] = 'messages'): RunPlan => ({
  seed: 1,
  order,
  wire,
  strikes: [],
  deaths: [],
});

export const cleanLengths = async (): Promise<Lengths> => ({
  coding: (await execute(cleanRun('coding'))).operations,
  flash: (await execute(cleanRun('flash'))).operations,
});
