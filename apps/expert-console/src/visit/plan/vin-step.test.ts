import { expect, test } from 'vitest';
import { isEndOfVin } from './vin-step.js';

const VIN = 'WBYSAMPLE00000A42';

test.each([
  ['000A42', true],
  [' 000a42 ', true],
  ['00A42', false],
  ['000A43', false],
  ['', false],
])('%j confirms the car: %s', (typed, right) => {
  expect(isEndOfVin(typed, VIN)).toBe(right);
});

test('without a VIN nothing is confirmed', () => {
  expect(isEndOfVin('', '')).toBe(false);
});
