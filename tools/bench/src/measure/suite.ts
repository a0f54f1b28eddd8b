import type { Contest } from './contest.js';
import type { Figure } from './figure.js';
import { runContest } from './run-contest.js';

/** What a suite is asked to do. */
export interface SuiteWish {
  /** In place of each contest's own number. */
  readonly rounds?: number;
  /** Only contests whose id begins with this. */
  readonly only?: string;
  /** What is told on the way. */
  readonly tell: (text: string) => void;
}

export interface Suite {
  readonly title: string;
  /** Ids of its contests. */
  readonly ids: readonly string[];
  /** A figure as soon as it is there. */
  run(wish: SuiteWish): AsyncIterable<Figure>;
}

/** Contests one after another, each by itself. */
export const suiteOf = (title: string, contests: readonly Contest[]): Suite => ({
  title,
  ids: contests.map(({ id }) => id),
  async *run({ rounds, only = '' }) {
    for (const contest of contests) if (contest.id.startsWith(only)) yield await runContest(contest, rounds);
  },
});
