import { concat } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { IMAGE_HEADER_SIZE, readImageHeader, writeImageHeader } from './image-header.js';

const header = { softwareId: 'BLE-ENG-0200', hardwareId: 'BLE-HW-07', version: '2.0.0', length: 4096 };
const written = writeImageHeader(header);
const bytes = written.ok ? written.value : new Uint8Array();

test('[FWF-R18] a header is read back as it was written', () => {
  expect(bytes.length).toBe(IMAGE_HEADER_SIZE);
  expect(readImageHeader(concat(bytes, new Uint8Array(100)))).toEqual(header);
});

test.each([
  ['a wrong magic', (b: Uint8Array) => b.fill(0x42, 0, 1).fill(0x43, 1, 2)],
  ['a field that is not text', (b: Uint8Array) => b.fill(0x07, 8, 9)],
  ['an empty field', (b: Uint8Array) => b.fill(0, 24, 40)],
  ['too few bytes', (b: Uint8Array) => b.subarray(0, IMAGE_HEADER_SIZE - 1)],
])('[FWF-R18] %s is no header', (_, damage) => {
  expect(readImageHeader(damage(bytes.slice()))).toBeUndefined();
});

test('[FWF-R18] a text that does not fit names its field', () => {
  expect(writeImageHeader({ ...header, version: 'seventeen letters' })).toEqual({
    ok: false,
    error: { field: 'version' },
  });
});
