import { expect, test } from 'vitest';
import { doubleDeaths, singleDeaths } from './enumerate.js';
import { cleanRun, execute } from './execute.js';
import { inOrder } from './in-order.js';
import { ORDERS, type RunPlan } from './run-plan.js';
import { here } from './runner.js';

test.each(ORDERS)('a clean %s comes to DONE, twice with the same trace', async (order) => {
  const [first, second] = [await execute(cleanRun(order)), await execute(cleanRun(order))];
  expect(first).toMatchObject({ ending: { kind: 'over', state: 'DONE' }, broken: [] });
  expect(second.trace).toBe(first.trace);
});

test('a disk that is full from the first block on keeps nobody from writing, checking and looking at the unit (I17)', async () => {
  const full = { fault: 'F16', when: { on: 'step', step: 'TRANSFER', after: 0 }, dice: 2388884637 } as const;
  const run = await execute({ ...cleanRun('flash'), strikes: [full] });
  expect(run).toMatchObject({ ending: { kind: 'over', state: 'DONE' }, broken: [] });
});

test('[JOB-R63] a unit whose reset the link did not take is reset before the job is done (I5)', async () => {
  const unplugged = { fault: 'F37', when: { on: 'step', step: 'VERIFIED', after: 0 }, dice: 1 } as const;
  for (const order of ORDERS) {
    const run = await execute({ ...cleanRun(order), strikes: [unplugged] });
    expect(run).toMatchObject({ ending: { kind: 'over', state: 'DONE' }, broken: [] });
    expect(run.evidence.journal.filter(({ type }) => type === 'RESET_INTENT')).toHaveLength(2);
  }
});

test('a job that is in HOLD with a supply below the critical voltage keeps no session, also when somebody presses continue (I11)', async () => {
  const at = { on: 'step', step: 'TRANSFER', after: 5 } as const;
  const strikes = [
    { fault: 'F27', when: at, dice: 0 },
    { fault: 'F22', when: at, dice: 356 },
  ] as const;
  const run = await execute({ ...cleanRun('coding'), strikes: [...strikes] });
  expect(run.evidence.journal.some(({ type }) => type === 'HOLD')).toBe(true);
  expect(run.broken).toEqual([]);
});

test('[SHP-R18] a restore goes on after a restart though every file of the backup on this disk has rotted (I24)', async () => {
  const at = (step: 'BACKED_UP' | 'VERIFIED' | 'RESTORING', after = 0) => ({ on: 'step', step, after }) as const;
  const strikes = [
    { fault: 'F35', when: at('BACKED_UP'), dice: 3601620817 },
    { fault: 'F17', when: at('VERIFIED'), dice: 1809455637 },
    { fault: 'F17', when: at('RESTORING'), dice: 656380503 },
    { fault: 'F12', when: at('RESTORING', 3), dice: 1 },
  ] as const;
  const run = await execute({ ...cleanRun('flash'), strikes: [...strikes] });
  expect(run).toMatchObject({ ending: { kind: 'over', state: 'RESTORED' }, broken: [] });
});

/** Every n-th operation; 1 is all of them. */
const STRIDE = Number(process.env.BAYLINK_STRIDE ?? 61);
const LONGEST = 120_000;

const runner = here();

async function faultsIn(plans: AsyncIterable<RunPlan>): Promise<{ faults: string[]; ends: string[] }> {
  const faults: string[] = [];
  const ends = new Set<string>();
  for await (const { plan, broken, ended } of inOrder(plans, runner)) {
    ends.add(ended);
    for (const fault of broken) faults.push(`${JSON.stringify(plan.deaths)}: ${fault}`);
  }
  return { faults, ends: [...ends].sort() };
}

test.each(ORDERS)(
  'a %s comes to an end, and breaks no promise, wherever its process or its machine dies',
  async (order) => {
    expect(await faultsIn(singleDeaths(order, STRIDE, runner))).toEqual({
      faults: [],
      ends: ['ABORTED_CLEAN', 'DONE'],
    });
  },
  LONGEST,
);

test.each(ORDERS)(
  'nor when it dies again on its way back: %s',
  async (order) => {
    expect(await faultsIn(doubleDeaths(order, 4 * STRIDE, runner))).toMatchObject({ faults: [] });
  },
  LONGEST,
);
