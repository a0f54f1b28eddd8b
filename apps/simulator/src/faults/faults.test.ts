import { expect, test } from 'vitest';
import { cleanLengths, execute } from '../run/execute.js';
import type { RunPlan } from '../run/run-plan.js';
import type { Fault, FaultId, Trigger } from './fault.js';
import { FAULTS, ON_FRAMES } from './faults.table.js';

const lengths = await cleanLengths();

test('there are forty faults, each once', () => {
  expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => `F${index + 1}`));
});

/** Where a fault of each season is surely felt in a flash. */
const PLACES: Readonly<Record<NonNullable<Fault['season']>, readonly Trigger[]>> = {
  'plan comes': [{ on: 'time', at: 0 }],
  agreed: [{ on: 'step', step: 'ERASING', after: 0 }],
  any: [
    { on: 'operation', count: Math.round(lengths.flash / 2) },
    { on: 'step', step: 'TRANSFER', after: 0 },
  ],
};

const planOf = (id: FaultId, when: Trigger, dice: number): RunPlan => ({
  seed: dice,
  order: 'flash',
  wire: ON_FRAMES.has(id) ? 'frames' : 'messages',
  strikes: [{ fault: id, when, dice }],
  deaths: [],
});

test.each(FAULTS.map((fault) => [fault.id, fault] as const))(
  '%s is felt, and breaks no promise',
  async (id, fault) => {
    let felt = 0;
    for (const when of PLACES[fault.season ?? 'any']) {
      const run = await execute(planOf(id, when, 7));
      expect(run.broken, JSON.stringify(when)).toEqual([]);
      felt += run.felt.get(id)?.strikes ?? 0;
    }
    expect(felt).toBeGreaterThan(0);
  },
  60_000,
);
