import { expect, test } from 'vitest';
import { isStep, STEPS } from '../faults/steps.table.js';
import { execute } from './execute.js';
import { WAYS } from './leads.table.js';
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
