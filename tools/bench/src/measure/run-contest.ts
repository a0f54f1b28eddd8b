import type { Contest, Round } from './contest.js';
import { type Figure, figureOf } from './figure.js';

/** One round that does not count, for compilers and caches, then those that do. */
export async function runContest(contest: Contest, rounds = contest.rounds): Promise<Figure> {
  const open = await contest.open();
  try {
    await open.round(0);
    const counted: Round[] = [];
    for (let index = 0; index < rounds; index++) counted.push(await open.round(index));
    return figureOf(contest, counted);
  } finally {
    await open.close();
  }
}
