import { expect, test } from 'vitest';
import { coding, programming } from '../people/orders.js';
import { checkedRun } from './checked-run.js';
import { type Death, runWithDeaths } from './enumerate.js';

const ORDERS = { programming: await programming(), coding: await coding() };
const KINDS = ['programming', 'coding'] as const;

test.each(KINDS)('a clean %s comes to DONE, twice with the same trace', async (kind) => {
  const [first, second] = [
    await checkedRun({ seed: 1, order: ORDERS[kind] }),
    await checkedRun({ seed: 1, order: ORDERS[kind] }),
  ];
  expect(first).toMatchObject({ ending: { kind: 'over', state: 'DONE' }, broken: [] });
  expect(second.trace).toBe(first.trace);
});

/** Every n-th operation; 1 is all of them. */
const STRIDE = Number(process.env.BAYLINK_STRIDE ?? 29);

test.each(KINDS)(
  'a %s comes to an end, and breaks no promise, wherever its process or its machine dies',
  async (kind) => {
    const order = ORDERS[kind];
    const { operations } = await checkedRun({ seed: 1, order });
    const faults: string[] = [];
    const ends = new Set<string>();
    for (let at = 1; at <= operations; at += STRIDE)
      for (const when of ['before', 'after'] as const)
        for (const power of ['process', 0] as const) {
          const death: Death = { at, when, power };
          const { ending, broken } = await runWithDeaths(order, 1, [death]);
          ends.add(ending.kind === 'over' ? ending.state : ending.kind);
          for (const fault of broken) faults.push(`${JSON.stringify(death)}: ${fault}`);
        }
    expect(faults).toEqual([]);
    expect([...ends].sort()).toEqual(['ABORTED_CLEAN', 'DONE']);
  },
  1_800_000 / STRIDE,
);
