import { SAMPLE_CAR } from '@baylink/safety';
import { expect, test } from 'vitest';
import { effectHint } from './effect-hint.js';

test.each([
  ['22f190', 0x1001, 'observe'],
  ['3e00', undefined, 'observe'],
  ['2e060101', 0x1002, 'code'],
  ['3101ff00', 0x1001, 'program'],
  ['ba01', 0x1001, 'program'],
])('%s to %s has the effect %s', (bytes, unit, effect) => {
  expect(effectHint(bytes, unit, SAMPLE_CAR)?.effect).toBe(effect);
});

test('without a profile nothing is claimed', () => {
  expect(effectHint('22f190', 0x1001, undefined)).toBeUndefined();
});
