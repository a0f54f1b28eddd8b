import { expect, test } from 'vitest';
import { asSentence } from './as-sentence.js';

test.each([
  ['the broker cannot be reached; check its address', 'The broker cannot be reached; check its address.'],
  ['Already one.', 'Already one.'],
  [' what now? ', 'What now?'],
])('%j is told as %j', (clause, sentence) => {
  expect(asSentence(clause)).toBe(sentence);
});
