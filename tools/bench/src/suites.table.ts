import type { Contest } from './measure/contest.js';
import type { Figure } from './measure/figure.js';
import { runContest } from './measure/run-contest.js';
import { protocolContests } from './protocols/index.js';

/** What a suite is asked to do. */
export interface SuiteWish {
  readonly rounds?: number;
  readonly only?: string;
}

export interface Suite {
  readonly title: string;
  /** Ids of its contests. */
  readonly ids: readonly string[];
  /** A figure as soon as it is there. */
  run(wish: SuiteWish): AsyncIterable<Figure>;
}

const of = (title: string, contests: readonly Contest[]): Suite => ({
  title,
  ids: contests.map(({ id }) => id),
  async *run({ rounds, only = '' }) {
    for (const contest of contests) if (contest.id.startsWith(only)) yield await runContest(contest, rounds);
  },
});

export const SUITES = {
  protocols: of('codecs and flashes against what the machine and the wire allow', protocolContests),
} as const satisfies Readonly<Record<string, Suite>>;

export type SuiteName = keyof typeof SUITES;
