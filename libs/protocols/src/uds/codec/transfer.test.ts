import { showBytes } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { blockLength, counterOf, dataBytesPerBlock, encodeBlockLength, nextCounter } from './block-length.js';
import { decodeRequest, decodeResponse } from './decode.js';
import { encodeRequest } from './encode.js';
import { decodeMemoryRange, encodeMemoryRange, range32 } from './memory-range.js';
import { NRC } from './nrc.table.js';

test('[C26][UDS-R4] address 0x8000 and size 0x1234 in four bytes each', () => {
  const request = { service: 'RequestDownload', dataFormat: 0, memory: range32(0x8000, 0x1234) } as const;
  expect(showBytes(encodeRequest(request))).toBe('34 00 44 00 00 80 00 00 00 12 34');
});

test('[C26][UDS-R4] three bytes of address, two of size, compressed and encrypted', () => {
  const memory = { address: 0x123456, size: 0x200, addressBytes: 3, sizeBytes: 2 };
  const wire = '34 11 23 12 34 56 02 00';
  expect(showBytes(encodeRequest({ service: 'RequestDownload', dataFormat: 0x11, memory }))).toBe(wire);
  expect(decodeRequest(bytes(wire))).toEqual({
    ok: true,
    value: { service: 'RequestDownload', dataFormat: 0x11, memory },
  });
});

test('[UDS-R4] every range comes back from its bytes', () => {
  const width = fc.integer({ min: 1, max: 6 });
  const range = fc.tuple(width, width).chain(([addressBytes, sizeBytes]) =>
    fc.record({
      address: fc.integer({ min: 0, max: 256 ** addressBytes - 1 }),
      size: fc.integer({ min: 0, max: 256 ** sizeBytes - 1 }),
      addressBytes: fc.constant(addressBytes),
      sizeBytes: fc.constant(sizeBytes),
    }),
  );
  fc.assert(
    fc.property(range, (memory) => {
      expect(decodeMemoryRange(encodeMemoryRange(memory))).toEqual({ ok: true, value: memory });
    }),
  );
});

test.each([
  ['34 00 40 00 00 12 34', NRC.requestOutOfRange],
  ['34 00 04 00 00 80 00', NRC.requestOutOfRange],
  ['34 00 74 00 00 80 00 00 00 00 00 00 00 01', NRC.requestOutOfRange],
  ['34 00 44 00 00 80 00 00 00 12', NRC.incorrectMessageLengthOrInvalidFormat],
  ['34 00 44 00 00 80 00 00 00 12 34 00', NRC.incorrectMessageLengthOrInvalidFormat],
])('[UDS-R4] %s is refused with NRC %i', (wire, nrc) => {
  expect(decodeRequest(bytes(wire))).toEqual({ ok: false, error: nrc });
});

test('[C27][UDS-R5] `74 20 00 82` allows 128 data bytes a block', () => {
  const response = decodeResponse(bytes('74 20 00 82'));
  if (response?.service !== 'RequestDownload') throw new Error('not decoded');
  expect(dataBytesPerBlock(response.block)).toEqual({ ok: true, value: 128 });
});

test.each(['74 20 00 00', '74 10 01', '74 10 02'])('[C27][UDS-R5] `%s` leaves no room for data', (wire) => {
  const response = decodeResponse(bytes(wire));
  if (response?.service !== 'RequestDownload') throw new Error('not decoded');
  expect(dataBytesPerBlock(response.block)).toMatchObject({ ok: false, error: expect.stringContaining('at least 3') });
});

test.each(['74 00', '74 00 00', '74 20 02', '74 10 00 82', '74 F0 01'])('[C27][UDS-R5] `%s` is no answer', (wire) => {
  expect(decodeResponse(bytes(wire))).toBeUndefined();
});

test('[UDS-R5] a block length is told in as many bytes as it needs, two at least', () => {
  expect([0x82, 0xffa, 0x10001].map((max) => showBytes(encodeBlockLength(blockLength(max))))).toEqual([
    '20 00 82',
    '20 0F FA',
    '30 01 00 01',
  ]);
});

test('[C28][UDS-R6] 40,000 bytes in blocks of 128 are 313 blocks, the last one 0x39', () => {
  const blocks = Math.ceil(40_000 / 128);
  expect(blocks).toBe(313);
  let counter = counterOf(0);
  expect(counter).toBe(1);
  for (let index = 1; index < blocks; index++) {
    counter = nextCounter(counter);
    expect(counter).toBe(counterOf(index));
  }
  expect(counter).toBe(0x39);
  expect(counterOf(254)).toBe(0xff);
  expect(counterOf(255)).toBe(0);
});
