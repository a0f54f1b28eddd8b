import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromHex, hex, readUint, showBytes, uintBytes } from './bytes.js';

test('hex and fromHex are inverse for every byte string', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(hex(bytes))).toEqual(bytes);
    }),
  );
});

test('fromHex refuses what is not hex', () => {
  for (const text of ['0', 'zz', '0x12', '12-34']) expect(fromHex(text)).toBeUndefined();
});

test('integers up to 48 bits survive the wire, and reading past the end says so', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (value) => {
      expect(readUint(uintBytes(value, 6), 0, 6)).toBe(value);
    }),
  );
  expect(readUint(Uint8Array.of(1, 2), 1, 2)).toBeUndefined();
});

test('concat keeps order, showBytes is for people', () => {
  expect(showBytes(concat(Uint8Array.of(0x10), Uint8Array.of(0x03)))).toBe('10 03');
});
