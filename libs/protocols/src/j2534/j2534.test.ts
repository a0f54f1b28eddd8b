import { bytesOf, hex } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CONNECT_FLAGS_OF,
  canMessage,
  decodeMessages,
  encodeMessages,
  flowControlFilter,
  isoTpMessage,
  type LongSize,
  longSizeOf,
  MAX_DATA,
  messageSize,
  type PassThruMessage,
  passAllFilter,
  returnCodeName,
  sortReceived,
  widthsOf,
} from './index.js';

const MESSAGE: PassThruMessage = {
  protocol: 6,
  rxStatus: 0x102,
  txFlags: 0x40,
  timestamp: 0xfedcba98,
  extraDataIndex: 7,
  data: bytesOf(0, 0, 7, 0xe8, 0x62, 0xf1, 0x90),
};
const SIZES: readonly LongSize[] = [4, 8];

describe('the message in memory', () => {
  test.each([
    ['win32', 64, 4, 4152],
    ['win32', 32, 4, 4152],
    ['linux', 32, 4, 4152],
    ['linux', 64, 8, 4176],
    ['darwin', 64, 8, 4176],
  ] as const)('[C43][PTH-R1] on %s with %d bits a long has %d bytes and a message %d', (platform, bits, long, size) => {
    expect(longSizeOf(platform, bits)).toBe(long);
    expect(messageSize(long)).toBe(size);
    expect(encodeMessages([MESSAGE, MESSAGE], long)).toHaveLength(2 * size);
  });

  test('[C43][PTH-R1][PTH-R2] the places of the six numbers and of the data, in both sizes', () => {
    expect(hex(encodeMessages([MESSAGE], 4).subarray(0, 31))).toBe(
      '060000000201000040000000 98badcfe0700000007000000 000007e862f190'.replaceAll(' ', ''),
    );
    expect(hex(encodeMessages([MESSAGE], 8).subarray(0, 55))).toBe(
      '0600000000000000 0201000000000000 4000000000000000 98badcfe00000000 0700000000000000 0700000000000000 000007e862f190'.replaceAll(
        ' ',
        '',
      ),
    );
  });

  test.each(SIZES)('[PTH-R2] what is written with longs of %d bytes is read back', (long) => {
    const number = fc.integer({ min: 0, max: 0xffff_ffff });
    const message = fc.record({
      protocol: number,
      rxStatus: number,
      txFlags: number,
      timestamp: number,
      extraDataIndex: number,
      data: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), (messages) => {
        expect(decodeMessages(encodeMessages(messages, long), messages.length, long)).toEqual(messages);
      }),
      { numRuns: 50 },
    );
  });

  test.each(SIZES)(
    '[PTH-R2] a DataSize beyond the room is left out, and a count beyond the bytes reads no further (%d)',
    (long) => {
      const bytes = encodeMessages([MESSAGE, MESSAGE], long);
      new DataView(bytes.buffer).setUint32(4 * long, MAX_DATA + 1, true);
      expect(decodeMessages(bytes, 1000, long)).toEqual([MESSAGE]);
    },
  );
});

describe('flags', () => {
  test.each([
    [[0x7e0, 0x7e8], 'base', 0],
    [[0x18da10f1, 0x18daf110], 'extended', 0x100],
    [[0x7e0, 0x18daf110], 'both', 0x800],
  ] as const)('[C43][PTH-R4] a channel for %j is opened for %s identifiers', (ids, widths, flags) => {
    expect(widthsOf(ids)).toBe(widths);
    expect(CONNECT_FLAGS_OF[widths]).toBe(flags);
    expect(flags & 0x7f).toBe(0);
  });

  test.each([
    [isoTpMessage(0x7e0, bytesOf(0x3e, 0)), 6, 0x40, '000007e03e00'],
    [isoTpMessage(0x18da10f1, bytesOf(0x3e, 0)), 6, 0x140, '18da10f13e00'],
    [canMessage(0x7df, false, bytesOf(2)), 5, 0, '000007df02'],
    [canMessage(0x18da10f1, true, bytesOf()), 5, 0x100, '18da10f1'],
  ])('[C43][PTH-R5][PTH-R6] a message to be sent: %j', (message, protocol, txFlags, data) => {
    expect(message).toMatchObject({ protocol, txFlags, rxStatus: 0, timestamp: 0, extraDataIndex: 0 });
    expect(hex(message.data)).toBe(data);
    expect(message.txFlags & 0x3f).toBe(0);
  });
});

describe('what is read', () => {
  const read = (rxStatus: number, ...data: number[]) => sortReceived({ ...MESSAGE, rxStatus, data: bytesOf(...data) });

  test.each([0x01, 0x08, 0x09, 0x109])('[C43][PTH-R7] RxStatus %d is something of ours', (status) => {
    expect(read(status, 0, 0, 7, 0xe0, 0x3e, 0)).toEqual({ kind: 'own' });
  });

  test('[C43][PTH-R8] RxStatus 2 is the start of a message, which is not the message', () => {
    expect(read(0x02, 0, 0, 7, 0xe8)).toEqual({ kind: 'start', id: 0x7e8, extended: false });
    expect(read(0x102, 0x18, 0xda, 0xf1, 0x10)).toEqual({ kind: 'start', id: 0x18daf110, extended: true });
  });

  test.each([0, 1, 3])('[C43][PTH-R9] %d bytes are nothing', (length) => {
    expect(read(0, ...new Array<number>(length).fill(0))).toEqual({ kind: 'empty' });
  });

  test('[PTH-R6] a message has its identifier, its width and the rest', () => {
    expect(read(0, 0, 0, 7, 0xe8, 0x7e, 0)).toEqual({
      kind: 'message',
      id: 0x7e8,
      extended: false,
      bytes: bytesOf(0x7e, 0),
    });
    expect(read(0x100, 0, 0, 7, 0xe8)).toMatchObject({ kind: 'message', extended: true, bytes: bytesOf() });
  });

  test('[PTH-R10] a padding error is damage', () => {
    expect(read(0x10, 0, 0, 7, 0xe8, 0x7e)).toEqual({ kind: 'damaged', id: 0x7e8 });
  });

  test('[PTH-R7] no status and no data make it throw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.uint8Array({ maxLength: 12 }), (rxStatus, data) => {
        const { kind } = sortReceived({ ...MESSAGE, rxStatus, data });
        if ((rxStatus & 9) !== 0) expect(kind).toBe('own');
      }),
    );
  });
});

describe('filters', () => {
  test('[PTH-R11] a unit has its own, exact in every bit; the flow control carries the request identifier', () => {
    const { type, mask, pattern, flowControl } = flowControlFilter({ request: 0x7e0, response: 0x7e8 });
    expect(type).toBe(3);
    expect([mask, pattern, flowControl].map((part) => `${part?.txFlags} ${hex(part?.data ?? bytesOf())}`)).toEqual([
      '64 ffffffff',
      '64 000007e8',
      '64 000007e0',
    ]);
    const wide = flowControlFilter({ request: 0x18da10f1, response: 0x18daf110 });
    expect([wide.mask, wide.pattern, wide.flowControl].map((part) => part?.txFlags)).toEqual([0x140, 0x140, 0x140]);
  });

  test.each([
    [false, 0],
    [true, 0x100],
  ])('[PTH-R12] everything passes, 29-bit: %s', (extended, txFlags) => {
    expect(passAllFilter(extended)).toMatchObject({
      type: 1,
      mask: { txFlags, data: bytesOf(0, 0, 0, 0) },
      pattern: { txFlags, data: bytesOf(0, 0, 0, 0) },
    });
  });
});

test.each([
  [0x00, 'STATUS_NOERROR'],
  [0x08, 'ERR_DEVICE_NOT_CONNECTED'],
  [0x17, 'ERR_NO_FLOW_CONTROL'],
  [0x26, 'ERR_CONCURRENT_API_CALL'],
  [0x10001, 'return code 0x10001'],
])('[PTH-R13] %d is told as %s', (code, name) => {
  expect(returnCodeName(code)).toBe(name);
});
