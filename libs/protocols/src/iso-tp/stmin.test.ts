import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { decodeStMin, encodeStMin } from './stmin.js';

test.each([
  [0x00, 0],
  [0x01, 1],
  [0x7f, 127],
  [0x80, 127],
  [0xf0, 127],
  [0xf1, 0.1],
  [0xf9, 0.9],
  [0xfa, 127],
  [0xff, 127],
])('[C02][ITP-R3] STmin 0x%s is %s ms', (code, wait) => {
  expect(decodeStMin(code)).toBe(wait);
});

test('[C02][ITP-R3] every code from 80 to F0 and from FA to FF is reserved', () => {
  const slow = Array.from({ length: 256 }, (_, code) => code).filter((code) => decodeStMin(code) === 127);
  expect(slow).toHaveLength(1 + (0xf0 - 0x80 + 1) + (0xff - 0xfa + 1));
});

test.each([
  [0, 0x00],
  [0.1, 0xf1],
  [0.3, 0xf3],
  [0.25, 0xf3],
  [0.95, 0x01],
  [1, 0x01],
  [1.2, 0x02],
  [127, 0x7f],
  [4000, 0x7f],
])('[ITP-R3] at least %s ms is announced as 0x%s', (wait, code) => {
  expect(encodeStMin(millis(wait))).toBe(code);
});
