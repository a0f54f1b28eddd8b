import { fromHex, hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { decodePdu, encodeConsecutive, encodeFirst, encodeFlowControl, encodeSingle } from './pci.js';

const bytes = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);
const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i & 0xff);

test.each([
  ['two bytes, unpadded', '021001', '1001'],
  ['padded with 00', '0210010000000000', '1001'],
  ['padded with 55', '0210015555555555', '1001'],
  ['padded with AA', '021001aaaaaaaaaa', '1001'],
  ['padded with CC', '021001cccccccccc', '1001'],
  ['seven bytes', '0700010203040506', '00010203040506'],
])('[C01][C12][ITP-R6] single frame: %s', (_, frame, data) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'single', data: bytes(data) });
});

test.each([
  ['no byte at all', ''],
  ['length 0', '0000000000000000'],
  ['length 8', '0800010203040506'],
  ['length 15', '0f00010203040506'],
  ['length beyond a short frame', '031001'],
])('[C01][ITP-R2] ignored: %s', (_, frame) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'ignored' });
});

test.each([
  ['8 bytes', '1008000102030405', 8, '000102030405'],
  ['4095 bytes', '1fff000102030405', 4095, '000102030405'],
  ['4096 bytes', '1000000010000001', 4096, '0001'],
  ['4 GiB less one', '1000ffffffff0001', 0xffff_ffff, '0001'],
])('[C09][ITP-R4] first frame of %s', (_, frame, length, data) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'first', length, data: bytes(data) });
});

test.each([
  ['seven bytes', '1007000102030405'],
  ['zero', '1001000102030405'],
  ['an escape for 4095', '100000000fff0001'],
  ['an escape for nothing', '1000000000000000'],
  ['a short frame', '10080001020304'],
])('[C09][ITP-R5] a first frame is ignored when it tells %s', (_, frame) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'ignored' });
});

test.each([
  ['continue', '30080a', 'continue'],
  ['wait', '31080a', 'wait'],
  ['the first reserved one', '33080a', 'invalid'],
  ['padded', '30080acccccccccc', 'continue'],
])('[C12][ITP-R6] flow status: %s', (_, frame, status) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'flow-control', status, blockSize: 8, stMin: 10 });
});

test.each(['32', '320000', '32080acccccccccc'])('[C05][ITP-R10] %s is an overflow', (frame) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'flow-control', status: 'overflow', blockSize: 0, stMin: 0 });
});

test.each([
  ['flow control without STmin', '3000'],
  ['PCI type 4', '4000000000000000'],
  ['PCI type F', 'f000000000000000'],
  ['nine bytes', '070001020304050607'],
])('[ITP-R20] ignored: %s', (_, frame) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'ignored' });
});

test.each([
  ['a single frame, padded', encodeSingle(counting(3), 0xcc), '03000102cccccccc'],
  ['a single frame, not padded', encodeSingle(counting(3), undefined), '03000102'],
  ['a full single frame', encodeSingle(counting(7), 0xcc), '0700010203040506'],
  ['the last consecutive frame of 20 bytes', encodeConsecutive(2, counting(20).subarray(13), 0xcc), '220d0e0f10111213'],
  ['a short consecutive frame, padded', encodeConsecutive(9, bytes('fe'), 0x55), '29fe555555555555'],
  ['a flow control, padded', encodeFlowControl('continue', 8, 0xf1, 0xaa), '3008f1aaaaaaaaaa'],
  ['a flow control, not padded', encodeFlowControl('wait', 0, 0, undefined), '310000'],
])('[C12][ITP-R6] %s', (_, frame, text) => {
  expect(hex(frame)).toBe(text);
});

test.each([
  [8, '1008000102030405'],
  [4095, '1fff000102030405'],
  [4096, '1000000010000001'],
])('[C09][ITP-R4] the first frame of a message of %d bytes', (length, text) => {
  expect(hex(encodeFirst(counting(length)))).toBe(text);
});
