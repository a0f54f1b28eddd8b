import { describe, expect, test } from 'vitest';
import { begin } from './begin.js';
import { brokenInvariants } from './oracle.js';
import type { Kill, Script } from './script.js';

type Kind = 'coding' | 'programming';

const WHENS = ['before', 'after'] as const;

function outcome(kind: Kind, kills: readonly Kill[], downtime: number, keeper: Script['keeper'] = 'dies too') {
  const { bench, unit, before } = begin(kind, { kills, downtime, keeper });
  bench.run();
  return { bench, broken: brokenInvariants(bench, unit, before) };
}

function operationsOf(kind: Kind): number {
  const { bench } = outcome(kind, [], 0);
  return bench.operations;
}

describe.each<Kind>(['programming', 'coding'])('a %s job whose executor is killed', (kind) => {
  const operations = operationsOf(kind);

  test.each([
    ['within S3', 2_000, 'dies too'],
    ['longer than S3', 9_000, 'dies too'],
    ['within S3 under a keeper', 2_000, 'lives on'],
    ['longer than S3 under a keeper', 9_000, 'lives on'],
  ] as const)(
    '[JOB-R20] at every operation, back %s: every run ends and no invariant breaks',
    (_, downtime, keeper) => {
      const failures: string[] = [];
      const ends = new Map<string, number>();
      for (let at = 1; at <= operations; at++)
        for (const when of WHENS) {
          const { bench, broken } = outcome(kind, [{ at, when }], downtime, keeper);
          ends.set(bench.state, (ends.get(bench.state) ?? 0) + 1);
          if (broken.length > 0) failures.push(`${when} ${at}: ${broken.join('; ')}`);
        }
      expect(failures).toEqual([]);
      expect([...ends.keys()].sort()).toEqual(['ABORTED_CLEAN', 'DONE']);
    },
    60_000,
  );

  test('[JOB-R20] and killed again at operations of its recovery', () => {
    const failures: string[] = [];
    for (let first = 1; first <= operations; first += 4)
      for (let second = first + 1; second <= operations + 20; second += 5) {
        const kills: Kill[] = [
          { at: first, when: 'after' },
          { at: second, when: second % 8 < 4 ? 'before' : 'after' },
        ];
        const keeper = first % 8 < 4 ? 'dies too' : 'lives on';
        const { broken } = outcome(kind, kills, first % 2 === 0 ? 2_000 : 9_000, keeper);
        if (broken.length > 0) failures.push(`${first}, ${second}: ${broken.join('; ')}`);
      }
    expect(failures).toEqual([]);
  }, 60_000);
});

test.each(['lives on', 'dies too'] as const)(
  '[JOB-R20] a job whose new file is gone after a restart writes down that it restores before it erases (keeper %s)',
  (keeper) => {
    const operations = operationsOf('programming');
    const ends = new Set<string>();
    for (let at = 1; at <= operations; at++) {
      const script = {
        kills: [{ at, when: 'after' }],
        downtime: 3_000,
        keeper,
        staged: 'gone after a restart',
      } as const;
      const { bench, unit, before } = begin('programming', script);
      bench.run();
      expect({ at, broken: brokenInvariants(bench, unit, before) }).toEqual({ at, broken: [] });
      ends.add(bench.state);
    }
    expect(ends).toEqual(new Set(['ABORTED_CLEAN', 'RESTORED', 'DONE']));
  },
);
