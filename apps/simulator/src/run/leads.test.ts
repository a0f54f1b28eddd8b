import { expect, test } from 'vitest';
import { FAULTS, ON_FRAMES } from '../faults/faults.table.js';
import { isImpossible } from '../faults/impossible.table.js';
import { isStep, STEPS } from '../faults/steps.table.js';
import { feltIn } from './cells.js';
import { execute } from './execute.js';
import { OWN_WAYS, WAYS } from './leads.table.js';
import { ORDERS } from './run-plan.js';

const ALL = STEPS.flatMap((step) =>
  ORDERS.flatMap((order) => (WAYS[step]?.[order] ?? []).map((way, n) => [order, step, n, way] as const)),
);

test.each(ALL)('a %s comes to %s by way %i, and breaks no promise', async (order, step, _, way) => {
  const run = await execute({ seed: 1, order, wire: 'messages', strikes: [...way], deaths: [] }, true);
  const told = run.lines.filter((line) => line.includes(' state ')).map((line) => line.split(' ').at(-1) ?? '');
  expect(told.filter(isStep)).toContain(step);
  expect(run.broken).toEqual([]);
});

/** Seed of dice with which a voltage source is away for 5 s. */
const LONG = 18;

const OWN = Object.entries(OWN_WAYS).flatMap(([cell, ways]) =>
  ORDERS.flatMap((order) => (ways?.[order] ?? []).map((way, n) => [cell, order, n, way] as const)),
);

test.each(OWN)('%s is felt by a %s, way %i, and breaks no promise', async (cell, order, _, way) => {
  const fault = FAULTS.find(({ id }) => cell.startsWith(`${id} at `))?.id ?? 'F0';
  const step = STEPS.find((name) => cell.endsWith(` at ${name}`)) ?? 'BEFORE';
  const wire = ON_FRAMES.has(fault) ? 'frames' : 'messages';
  const own = { fault, when: { on: 'step', step, after: 0 }, dice: LONG } as const;
  const run = await execute({ seed: 1, order, wire, strikes: [...way, own], deaths: [] });
  expect(feltIn(run, { fault, step })).toBeGreaterThan(0);
  expect(isImpossible(fault, step)).toBe(false);
  expect(run.broken).toEqual([]);
});
