import { expect, test } from 'vitest';
import { limitsOf, NO_BAND, readBand } from './band.js';

test.each([
  [NO_BAND, undefined],
  [
    { low: '13.4', high: '13,5' },
    { low: 13_400, high: 13_500 },
  ],
  [{ low: ' 13.4 ', high: '' }, { low: 13_400 }],
  [{ low: '', high: '28' }, { high: 28_000 }],
])('%j', (typed, voltage) => {
  expect(readBand(typed)).toEqual({ ok: true, value: voltage });
});

test.each([
  { low: '13.4 V', high: '' },
  { low: '0', high: '' },
  { low: '', high: '134' },
  { low: '13.6', high: '13.4' },
])('%j is a sentence', (typed) => {
  expect(readBand(typed).ok).toBe(false);
});

test('without a wish the plan has no limits of its own', () => {
  expect(limitsOf(undefined)).toEqual({});
  expect(limitsOf({ low: 13_400 })).toEqual({ limits: { voltage: { low: 13_400 } } });
});
