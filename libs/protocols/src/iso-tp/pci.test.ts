import { fromHex, hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { encodeConsecutive, encodeFirst, encodeFlowControl, encodeSingle } from './encode.js';
import type { FrameLayout, TxDl } from './layout.js';
import { decodePdu } from './pci.js';

const layout = (padding?: number, txDl: TxDl = 8, address?: number): FrameLayout => ({
  padding,
  txDl,
  addressBytes: address === undefined ? undefined : { sent: address, received: 0xf1 },
});

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
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'first', length, data: bytes(data), rxDl: 8 });
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
  ['a single frame, padded', encodeSingle(counting(3), layout(0xcc)), '03000102cccccccc'],
  ['a single frame, not padded', encodeSingle(counting(3), layout()), '03000102'],
  ['a full single frame', encodeSingle(counting(7), layout(0xcc)), '0700010203040506'],
  [
    'the last consecutive frame of 20 bytes',
    encodeConsecutive(2, counting(20), 13, 20, layout(0xcc)),
    '220d0e0f10111213',
  ],
  ['a short consecutive frame, padded', encodeConsecutive(9, bytes('fe'), 0, 1, layout(0x55)), '29fe555555555555'],
  ['a flow control, padded', encodeFlowControl('continue', 8, 0xf1, layout(0xaa)), '3008f1aaaaaaaaaa'],
  ['a flow control, not padded', encodeFlowControl('wait', 0, 0, layout()), '310000'],
])('[C12][ITP-R6] %s', (_, frame, text) => {
  expect(hex(frame)).toBe(text);
});

test.each([
  [8, '1008000102030405'],
  [4095, '1fff000102030405'],
  [4096, '1000000010000001'],
])('[C09][ITP-R4] the first frame of a message of %d bytes', (length, text) => {
  expect(hex(encodeFirst(counting(length), layout()))).toBe(text);
});

const filled = (head: string, length: number): string => head.padEnd(2 * length, 'ab');

test.each([
  ['seven bytes', 7, '0700010203040506'],
  ['eight bytes', 8, '00080001020304050607cccc'],
  ['ten bytes', 10, '000a00010203040506070809'],
])('[C10][ITP-R31] a single frame at TX_DL 64: %s', (_, length, text) => {
  expect(hex(encodeSingle(counting(length), layout(0xcc, 64)))).toBe(text);
  expect(hex(encodeSingle(counting(length), layout(undefined, 64)))).toBe(text);
});

test('[C10][ITP-R31] the longest single frame at TX_DL 64 has 62 bytes, and 11 bytes go into 16', () => {
  expect(hex(encodeSingle(counting(62), layout(0xcc, 64)))).toBe(`003e${hex(counting(62))}`);
  expect(encodeSingle(counting(11), layout(0x55, 64))).toHaveLength(16);
});

test.each([
  ['escape for 8 in 12 bytes', filled('0008', 12), 8],
  ['escape for 62 in 64 bytes', filled('003e', 64), 62],
  ['escape for fewer than the frame needs', filled('0003', 64), 3],
])('[C10][ITP-R31] a single frame is read: %s', (_, frame, length) => {
  const pdu = decodePdu(bytes(frame));
  expect(pdu.kind === 'single' && pdu.data.length).toBe(length);
});

test.each([
  ['a length in the nibble of a long frame', filled('07', 12)],
  ['an escape for 0', filled('0000', 12)],
  ['an escape for more than the frame holds', filled('000b', 12)],
  ['an escape for 63 in 64 bytes', filled('003f', 64)],
  ['a length of frame that has no DLC', filled('0008', 11)],
  ['65 bytes', filled('003e', 65)],
])('[C10][ITP-R31] a single frame is ignored: %s', (_, frame) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'ignored' });
});

test('[C11][ITP-R32] 63 bytes at TX_DL 64: a first frame with 62, RX_DL 64', () => {
  const frame = encodeFirst(counting(63), layout(0xcc, 64));
  expect(hex(frame)).toBe(`103f${hex(counting(62))}`);
  expect(decodePdu(frame)).toEqual({ kind: 'first', length: 63, data: counting(62), rxDl: 64 });
});

test.each([
  ['62 bytes fit a single frame of 64', filled('103e', 64)],
  ['10 bytes fit a single frame of 12', filled('100a', 12)],
])('[C11][ITP-R5] a first frame is ignored: %s', (_, frame) => {
  expect(decodePdu(bytes(frame))).toEqual({ kind: 'ignored' });
});

test('[C09][ITP-R4] the escape of a long first frame', () => {
  const frame = encodeFirst(counting(4096), layout(0xcc, 16));
  expect(hex(frame)).toBe('10000000100000010203040506070809');
  expect(decodePdu(frame)).toEqual({ kind: 'first', length: 4096, data: counting(10), rxDl: 16 });
});

test.each([
  ['six bytes in one frame', encodeSingle(counting(6), layout(0xcc, 8, 0x12)), '1206000102030405'],
  [
    'seven bytes at TX_DL 64 need the escape',
    encodeSingle(counting(7), layout(0xcc, 64, 0x12)),
    '12000700010203040506cccc',
  ],
  ['a first frame of seven', encodeFirst(counting(7), layout(0xcc, 8, 0x12)), '1210070001020304'],
  ['a first frame of 4096', encodeFirst(counting(4096), layout(0xcc, 8, 0x12)), '1210000000100000'],
  ['a consecutive frame', encodeConsecutive(1, counting(20), 5, 11, layout(0xcc, 8, 0x12)), '122105060708090a'],
  ['a flow control, padded', encodeFlowControl('continue', 0, 5, layout(0xcc, 8, 0x12)), '12300005cccccccc'],
  ['a flow control, not padded', encodeFlowControl('continue', 0, 5, layout(undefined, 8, 0x12)), '12300005'],
])('[C14][ITP-R29] behind an address byte: %s', (_, frame, text) => {
  expect(hex(frame)).toBe(text);
});

test.each([
  ['six bytes', 'f106000102030405', { kind: 'single', data: counting(6) }],
  ['seven in the nibble', 'f107000102030405', { kind: 'ignored' }],
  ['a first frame of seven', 'f110070001020304', { kind: 'first', length: 7, data: counting(5), rxDl: 8 }],
  ['a first frame of six', 'f110060001020304', { kind: 'ignored' }],
  ['an address byte alone', 'f1', { kind: 'ignored' }],
  ['a flow control', 'f1300005', { kind: 'flow-control', status: 'continue', blockSize: 0, stMin: 5 }],
])('[C14][ITP-R29] read behind an address byte: %s', (_, frame, pdu) => {
  expect(decodePdu(bytes(frame), 1)).toEqual(pdu);
});
