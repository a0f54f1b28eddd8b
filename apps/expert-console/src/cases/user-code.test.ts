import { expect, test } from 'vitest';
import { readUserCode } from './user-code.js';

test.each(['BCDF-GHJK', 'bcdfghjk', ' bcdf ghjk '])('%j is the code BCDF-GHJK', (typed) => {
  expect(readUserCode(typed)).toEqual({ ok: true, value: 'BCDF-GHJK' });
});

test.each([
  ['BCDF', 'this one has 4'],
  ['BCDF-GHJA', 'consonants only'],
])('%s is refused: %s', (typed, part) => {
  const code = readUserCode(typed);
  expect(!code.ok && code.error).toContain(part);
});
