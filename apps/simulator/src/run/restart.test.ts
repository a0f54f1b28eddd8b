import { expect, test } from 'vitest';
import { isErase } from '../oracle/requests.js';
import type { CheckedRun } from './checked-run.js';
import { execute } from './execute.js';

type Step = 'ENTRY' | 'ERASING' | 'TRANSFER' | 'EXITED';

const struckIn = (fault: 'F12' | 'F13', step: Step, after: number): Promise<CheckedRun> =>
  execute({
    seed: 1,
    order: 'flash',
    wire: 'messages',
    strikes: [{ fault, when: { on: 'step', step, after }, dice: after + 1 }],
    deaths: [],
  });

const asked = ({ evidence: { seen } }: CheckedRun) => seen.filter(({ direction }) => direction === 'tx');
const erases = (run: CheckedRun): number => asked(run).filter(({ bytes }) => isErase(bytes)).length;
const entries = (run: CheckedRun): number =>
  asked(run).filter(({ bytes }) => bytes[0] === 0x10 && bytes[1] === 0x02).length;

const clean = await execute({ seed: 1, order: 'flash', wire: 'messages', strikes: [], deaths: [] });

test.each([0, 1, 2, 5, 9, 14])(
  'killed %i operations into the transfer and back within S3, the shop goes on: no second entry, no second erase',
  async (after) => {
    const run = await struckIn('F12', 'TRANSFER', after);
    expect(run.broken).toEqual([]);
    expect(run.ending).toMatchObject({ kind: 'over', state: 'DONE' });
    expect(run.evidence.lives).toHaveLength(2);
    expect(run.felt.get('F12')?.strikes).toBe(1);
    // The request to download may not have been accepted yet.
    expect([entries(run), erases(run)]).toEqual(after < 2 ? expect.anything() : [entries(clean), erases(clean)]);
  },
);

test.each<Step>(['ENTRY', 'ERASING', 'TRANSFER', 'EXITED'])(
  'with its keeper killed in %s, the job ends with a unit that starts',
  async (step) => {
    for (const after of [0, 2]) {
      const run = await struckIn('F13', step, after);
      expect(run.broken).toEqual([]);
      expect(run.ending.kind).toBe('over');
      expect(run.evidence.after.boots).toBe(true);
    }
  },
);

/** Which draw of the fault loses how many requests. */
test.each([
  ['alone', 7],
  ['with the next question', 12],
  ['with two of them', 6],
])('a reset that is lost %s is sent again before anybody calls it DONE', async (_, dice) => {
  const strikes = [{ fault: 'F26', when: { on: 'step', step: 'VERIFIED', after: 0 }, dice } as const];
  const run = await execute({ seed: 3, order: 'flash', wire: 'messages', strikes, deaths: [] });
  expect(run.broken).toEqual([]);
  expect(run.ending).toMatchObject({ kind: 'over', state: 'DONE' });
  const resets = asked(run).filter(({ bytes }) => bytes[0] === 0x11);
  expect(resets.length).toBeGreaterThan(1);
});

/** A backup that has rotted on the shop's disk is fetched from the broker, which takes as long as the way there and back. */
test('a start that waits for the broker takes its time, and the job goes on behind it', async () => {
  const inTransfer = { on: 'step', step: 'TRANSFER' } as const;
  const strikes = [
    { fault: 'F17', when: { ...inTransfer, after: 0 }, dice: ROTS_BACKUPS },
    { fault: 'F12', when: { ...inTransfer, after: 3 }, dice: 1 },
  ] as const;
  const run = await execute({ seed: 1, order: 'flash', wire: 'messages', strikes: [...strikes], deaths: [] });
  expect(run.broken).toEqual([]);
  expect(run.ending).toMatchObject({ kind: 'over', state: 'DONE' });
  const started = run.evidence.lives[1]?.from ?? Number.POSITIVE_INFINITY;
  const first = run.evidence.seen.find(({ at }) => at >= started);
  expect((first?.at ?? 0) - started).toBe(80);
});
const ROTS_BACKUPS = 2;
