import { expect, test } from 'vitest';
import type { Bench } from '../bench.js';
import { steady } from '../samples.js';
import type { Script } from '../script.js';
import { blocksSent, type Live, play, types } from './play.js';

/** The source says nothing for so long, from when `begins` holds; the unit takes its time, so that the last sample grows old. */
const silent =
  (begins: (bench: Bench) => boolean, lasts: number) =>
  (live: Live): Partial<Script> => {
    let since = Number.POSITIVE_INFINITY;
    return {
      volts: (t) => (t >= since && t < since + lasts ? undefined : steady(t)),
      fault: () => {
        if (since > live().now && begins(live())) {
          since = live().now;
          live().now += 400;
        }
        return undefined;
      },
    };
  };

const inEntry = (bench: Bench): boolean => bench.state === 'ENTRY';
const inArming = (bench: Bench): boolean => bench.state === 'ARMED';
const inBlocks = (bench: Bench): boolean => blocksSent(bench) >= 2;

test.each([
  ['ENTRY', inEntry],
  ['ARMED', inArming],
] as const)(
  '[JOB-R87] in %s a sample that is late is waited for, and one that does not come ends the job clean',
  (_, begins) => {
    const late = play('programming', silent(begins, 700));
    expect([late.broken, late.bench.state]).toEqual([[], 'DONE']);
    expect(types(late.bench).filter((type) => type === 'ACK')).toHaveLength(1);
    const lost = play('programming', silent(begins, 4_000_000));
    expect([lost.broken, lost.bench.state]).toEqual([[], 'ABORTED_CLEAN']);
    expect(lost.bench.job.gates.find(({ holds }) => !holds)?.gate).toBe('VOLTAGE_CHECK');
  },
);

test('[JOB-R87] in a transfer a sample that is late costs no pause, and no block leaves before it is there', () => {
  const { bench, broken } = play('programming', silent(inBlocks, 700));
  expect([broken, bench.state]).toEqual([[], 'DONE']);
  expect(types(bench)).not.toContain('PAUSE');
  const gaps = bench.wire.map(({ at }, i) => at - (bench.wire[i - 1]?.at ?? at));
  expect(Math.max(...gaps)).toBeGreaterThanOrEqual(600);
});

test('[JOB-R87] in a transfer a sample that does not come pauses after a second', () => {
  const { bench, broken } = play('programming', silent(inBlocks, 10_000));
  expect([broken, bench.state]).toEqual([[], 'DONE']);
  expect(types(bench).filter((type) => type === 'PAUSE')).toHaveLength(1);
  const paused = bench.reports.find(({ state }) => state === 'PAUSED');
  expect(paused?.gates.find(({ holds }) => !holds)?.rule).toBe('VOLTAGE_CHECK-R3');
});
