import { NRC } from '@baylink/protocols/uds';
import { expect, test } from 'vitest';
import type { JobRecord } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants } from './oracle.js';
import type { Kill } from './script.js';

/**
 * The unit is finished and has been reset; then it will not be read, so that it has to be entered again, and that cannot be
 * written down. The third thing that goes wrong is a death.
 */
function play(kills: readonly Kill[] = []) {
  const running: Bench[] = [];
  const had = (type: JobRecord['type']): boolean => running[0]?.durable.some((record) => record.type === type) ?? false;
  let [refused, failed] = [false, false];
  const { bench, unit, before } = begin('programming', {
    kills,
    fault: ([sid]) => {
      if (refused || sid !== 0x23 || !had('RESET_INTENT')) return undefined;
      refused = true;
      return { kind: 'nrc', nrc: NRC.requestOutOfRange };
    },
    fsyncFails: ({ type }) => {
      const fails = !failed && type === 'REENTRY';
      failed ||= fails;
      return fails;
    },
  });
  running.push(bench);
  bench.run();
  return { bench, unit, broken: brokenInvariants(bench, unit, before) };
}

test('[JOB-R72] a finished unit is not erased again while nobody can write down that it is entered again', () => {
  const { bench, unit, broken } = play();
  expect(broken).toEqual([]);
  expect(bench.state).toBe('HOLD');
  expect(bench.reports.at(-1)?.sentence).toContain('start the shop client again');
  expect(unit.valid).toBe(true);
  bench.resume({ kind: 'technician-continues' });
  expect(bench.state).toBe('HOLD');
  expect(unit.valid).toBe(true);
});

test('[JOB-R72] killed at any operation of it, a restarted job never resets a unit that is half written', () => {
  const { operations } = play().bench;
  const ends = new Set<string>();
  for (let at = operations - 20; at <= operations; at++)
    for (const when of ['before', 'after'] as const) {
      const { bench, broken } = play([{ at, when }]);
      expect(broken, `${when} ${at}`).toEqual([]);
      ends.add(bench.state);
    }
  expect([...ends].sort()).toEqual(['DONE', 'HOLD']);
});
