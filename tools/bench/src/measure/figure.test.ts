import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import type { ContestCard } from './contest.js';
import { figureOf, median, reached } from './figure.js';

const CARD: ContestCard = { id: 'x', title: 'x', peer: 'y', ratio: 'times', aim: 1.5, clock: 'wall' };
const rounds = (...pairs: readonly (readonly [ours: number, peer: number])[]) =>
  pairs.map(([ours, peer]) => ({ ours: millis(ours), peer: millis(peer) }));

test('times is ours / peer, round by round, and one slow round does not move the median', () => {
  const figure = figureOf(CARD, rounds([30, 20], [10, 10], [900, 10]));
  expect(figure).toMatchObject({ min: 1, median: 1.5, max: 90 });
});

test('share is peer / ours', () => {
  expect(figureOf({ ...CARD, ratio: 'share' }, rounds([100, 97], [200, 100]))).toMatchObject({ min: 0.5, max: 0.97 });
});

test('the median of an even number is the mean of the two in the middle, and of nothing no number', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([10, 9, 1])).toBe(9);
  expect(median([])).toBeNaN();
});

test.each([
  ['times', 1.5, [15, 10], true],
  ['times', 1.5, [15.1, 10], false],
  ['share', 0.97, [100, 97], true],
  ['share', 0.97, [100, 96], false],
  ['share', undefined, [100, 1], undefined],
] as const)('%s with an aim of %s: %s is reached %s', (ratio, aim, pair, is) => {
  expect(reached(figureOf({ ...CARD, ratio, aim }, rounds(pair)))).toBe(is);
});

test('nothing measured reaches no aim', () => {
  expect(reached(figureOf(CARD, []))).toBe(false);
});
