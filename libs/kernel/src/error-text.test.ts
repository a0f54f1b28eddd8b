import { expect, test } from 'vitest';
import { errorText } from './error-text.js';

test.each([
  ['an error is its message', new RangeError('beyond 7'), 'beyond 7'],
  ['a text is itself', 'torn', 'torn'],
  ['nothing at all is told as that', undefined, 'undefined'],
])('%s', (_, thrown, text) => {
  expect(errorText(thrown)).toBe(text);
});
