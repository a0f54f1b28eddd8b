import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { alternating, type Contest } from './contest.js';
import { runContest } from './run-contest.js';

function contest(said: string[], failsAt = Number.NaN): Contest {
  const work = (name: string, time: number) => async () => {
    said.push(name);
    return millis(time);
  };
  return {
    ...{ id: 'x', title: 'x', peer: 'y', ratio: 'times', aim: undefined, clock: 'wall', rounds: 3 },
    open: async () => ({
      round: (index) => {
        if (said.length / 2 === failsAt) throw new Error('the wire is cut');
        return alternating(index, work('ours', 2), work('peer', 1));
      },
      close: async () => void said.push('closed'),
    }),
  };
}

test('one round more than counted is played, the sides take turns, and the contest is closed', async () => {
  const said: string[] = [];
  const figure = await runContest(contest(said));
  expect(figure).toMatchObject({ median: 2, rounds: { length: 3 } });
  expect(said.join(' ')).toBe('ours peer ours peer peer ours ours peer closed');
});

test('as many rounds as are asked for', async () => {
  expect((await runContest(contest([]), 5)).rounds.length).toBe(5);
});

test('a round that fails ends the measurement, and the contest is closed all the same', async () => {
  const said: string[] = [];
  await expect(runContest(contest(said, 2))).rejects.toThrow('the wire is cut');
  expect(said.at(-1)).toBe('closed');
});
