import { expect, test } from 'vitest';
import { backoff } from './backoff.js';

const always = (byte: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(byte) });

test('each wait is twice the one before, up to ten seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) => backoff(attempt, always(255)));
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('chance takes away half of it at most', () => {
  expect(backoff(0, always(0))).toBe(125);
  expect(backoff(1000, always(0))).toBe(5000);
});
