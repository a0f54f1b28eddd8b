import { bytesOf, hex, ok } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { decodeFunctional, encodeFunctional } from './functional.js';

test('[C13][ITP-R26] a functional request of up to seven bytes is one frame', () => {
  expect(encodeFunctional(bytesOf(0x3e, 0x80), undefined)).toEqual(ok(bytesOf(0x02, 0x3e, 0x80)));
  expect(encodeFunctional(new Uint8Array(7), 0xcc).ok).toBe(true);
});

test.each([0, 8, 4095])(
  '[C13][ITP-R26] a functional request of %d bytes is refused before anything is sent',
  (length) => {
    expect(encodeFunctional(new Uint8Array(length), 0xcc)).toEqual({
      ok: false,
      error: `A functional request has 1 to 7 bytes and this one has ${length}: ask the unit by its own address.`,
    });
  },
);

test('[C13][ITP-R26] a unit takes single frames only from the functional identifier', () => {
  expect(hex(decodeFunctional(bytesOf(0x02, 0x3e, 0x80, 0xcc, 0xcc)) ?? bytesOf())).toBe('3e80');
  for (const frame of [bytesOf(0x10, 0x08, 1, 2, 3, 4, 5, 6), bytesOf(0x21, 1, 2), bytesOf(0x30, 0, 0), bytesOf()])
    expect(decodeFunctional(frame)).toBeUndefined();
});
