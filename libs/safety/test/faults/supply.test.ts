import { expect, test } from 'vitest';
import type { Bench } from '../bench.js';
import { isErase } from '../oracle.js';
import { steady } from '../samples.js';
import type { Script } from '../script.js';
import { blocksSent, type Live, play, types } from './play.js';

/** How long the job has been in PAUSED; for ever when it is not. */
const pausedFor = ({ job, now }: Bench): number =>
  job.phase.task === 'pausing' ? now - job.phase.since : Number.POSITIVE_INFINITY;

/** Another level, or silence, from the second block on, for so long. */
const dip =
  (level: number | undefined, lasts: number) =>
  (live: Live): Partial<Script> => {
    let since = Number.POSITIVE_INFINITY;
    return {
      volts: (t) => {
        if (since > t && blocksSent(live()) >= 2) since = t;
        return t >= since && t < since + lasts ? level : steady(t);
      },
    };
  };

test('[JOB-R6] a sag pauses at a block boundary, keeps the session, and goes on with the next block', () => {
  const { bench, broken } = play('programming', dip(12_000, 20_000));
  expect(broken).toEqual([]);
  expect(bench.state).toBe('DONE');
  expect(bench.reports.map(({ state }) => state)).toContain('PAUSED');
  expect(types(bench)).toEqual(expect.arrayContaining(['PAUSE', 'RESUME']));
  expect(types(bench)).not.toContain('REENTRY');
  expect(bench.wire.filter(isErase)).toHaveLength(2);
});

test('[JOB-R6] it resumes only 0.2 V above the limit, held for 3 s', () => {
  const { bench } = play('programming', dip(13_500, 20_000));
  const gaps = bench.wire.map(({ at }, i) => at - (bench.wire[i - 1]?.at ?? at));
  expect(Math.max(...gaps)).toBeGreaterThanOrEqual(22_500);
  expect(bench.state).toBe('DONE');
  const between = play('programming', (live) => {
    let since = Number.POSITIVE_INFINITY;
    return {
      volts: (t) => {
        if (since > t && blocksSent(live()) >= 2) since = t;
        return t < since ? steady(t) : t < since + 5_000 ? 13_500 : 13_700;
      },
    };
  });
  expect(between.bench.state).toBe('HOLD');
});

test('[JOB-R7] a pause of 15 minutes ends in HOLD', () => {
  const { bench, broken } = play('programming', dip(12_000, 2_000_000));
  expect(broken).toEqual([]);
  expect(bench.state).toBe('HOLD');
});

test('[JOB-R8] below critical nothing more is sent, not even TesterPresent', () => {
  const { bench, broken } = play('programming', dip(10_400, 2_000_000));
  expect(broken).toEqual([]);
  expect(bench.state).toBe('HOLD');
  expect(bench.outs.findLast(({ kind }) => kind === 'tester-present')).toMatchObject({ on: false });
  expect(bench.alarms).not.toHaveLength(0);
});

test('[JOB-R6] a source that falls silent pauses, and the write goes on when it is back', () => {
  const { bench, broken } = play('programming', dip(undefined, 30_000));
  expect(broken).toEqual([]);
  expect(bench.reports.map(({ state }) => state)).toContain('PAUSED');
  expect(bench.state).toBe('DONE');
});

test('[JOB-R6] a voltage dip during the erase does not abort', () => {
  const { bench, unit } = play('programming', (live) => ({
    volts: (t) => (live().state === 'ERASING' || pausedFor(live()) < 30_000 ? 12_000 : steady(t)),
    fault: (bytes) => {
      if (isErase({ at: 0, bytes, unit: 0, durable: 0 })) live().dip(12_000);
      return undefined;
    },
  }));
  expect(bench.reports.map(({ state }) => state)).toContain('PAUSED');
  expect(bench.state).toBe('DONE');
  expect(unit.valid).toBe(true);
});
