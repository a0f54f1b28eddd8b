import { concat } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { HEADER_SIZE, readHeader, writeHeader } from './header.js';

const header = { softwareId: 'BLE-ENG-0200', hardwareId: 'BLE-HW-07', version: '2.0.0', length: 4096 };
const written = writeHeader(header);
const bytes = written.ok ? written.value : new Uint8Array();

test('[TWN-R5] a header is read back as it was written', () => {
  expect(bytes.length).toBe(HEADER_SIZE);
  expect(readHeader(concat(bytes, new Uint8Array(100)))).toEqual(header);
});

test.each([
  ['a wrong magic', (b: Uint8Array) => b.fill(0x42, 0, 1).fill(0x43, 1, 2)],
  ['a field that is not text', (b: Uint8Array) => b.fill(0x07, 8, 9)],
  ['an empty field', (b: Uint8Array) => b.fill(0, 24, 40)],
  ['too few bytes', (b: Uint8Array) => b.subarray(0, HEADER_SIZE - 1)],
])('[TWN-R5] %s is no header', (_, damage) => {
  expect(readHeader(damage(bytes.slice()))).toBeUndefined();
});

test('[TWN-R5] a text that does not fit names its field', () => {
  expect(writeHeader({ ...header, version: 'seventeen letters' })).toEqual({ ok: false, error: { field: 'version' } });
});
