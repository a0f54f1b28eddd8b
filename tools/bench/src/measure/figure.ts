import type { ContestCard, Round } from './contest.js';

/** One line of the table: a contest, its rounds, and what they come to. */
export interface Figure extends ContestCard {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Milliseconds of each round. */
  readonly rounds: readonly Round[];
  /** Where they are counted: answers and frames that came after the time that the standards give them. */
  readonly timeouts?: { readonly ours: number; readonly peer: number };
  /** What stood in for a part of the real thing, and who did not come to the end; in words. */
  readonly remarks?: readonly string[];
}

export function figureOf({ id, title, peer, ratio, aim, clock }: ContestCard, rounds: readonly Round[]): Figure {
  const ratios = rounds.map((round) => (ratio === 'times' ? round.ours / round.peer : round.peer / round.ours));
  const sorted = ratios.toSorted((a, b) => a - b);
  return {
    ...{ id, title, peer, ratio, aim, clock, rounds },
    min: sorted[0] ?? Number.NaN,
    median: median(ratios),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** The mean of the two in the middle where there are two; not a number where there is nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** The median decides. `undefined` where nothing was aimed at. */
export function reached({ ratio, aim, median }: Figure): boolean | undefined {
  if (aim === undefined) return undefined;
  return ratio === 'times' ? median <= aim : median >= aim;
}
