import { expect, test } from 'vitest';
import { isErase } from '../oracle.js';
import { play } from './play.js';

test('[JOB-R14] a finished unit that falls silent whenever it is compared is looked at six times, never erased again, and held', () => {
  let looks = 0;
  let before = '';
  const { bench, broken } = play('programming', (live) => ({
    fault: () => {
      const { task } = live().job.phase;
      if (task === 'comparing' && before !== 'comparing') looks++;
      before = task;
      return task === 'comparing' ? { kind: 'request lost' } : undefined;
    },
  }));
  expect([broken, bench.state, looks]).toEqual([[], 'HOLD', 6]);
  expect(bench.wire.filter(isErase)).toHaveLength(2);
  expect(bench.alarms.at(-1)).toContain('Keep power and cable connected');
});
