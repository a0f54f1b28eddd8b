import { bytesOf, hex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import {
  BATTERY_PIN,
  CAN_PINS,
  channelDescriptor,
  channelSet,
  channelSetCount,
  decodeHead,
  designated,
  deviceRoom,
  encodeHead,
  flowControlFilter,
  foundDevice,
  headOf,
  headSize,
  isoTpMessage,
  type MemoryModel,
  numbers,
  PROTOCOL_ID,
  resource,
  sortReceived,
} from './index.js';

const BITS_32: MemoryModel = { long: 4, pointer: 4 };
const LP64: MemoryModel = { long: 8, pointer: 8 };
const LLP64: MemoryModel = { long: 4, pointer: 8 };
const MODELS = [BITS_32, LP64, LLP64];
const spaced = (text: string): string => text.replaceAll(' ', '');

describe('structures in memory', () => {
  test.each([
    ['32 bits', BITS_32, 36],
    ['64-bit Linux and macOS', LP64, 72],
    ['64-bit Windows', LLP64, 48],
  ])('[C43][PTH-R14] a message on %s', (_, model, size) => {
    expect(headSize(model)).toBe(size);
    const head = headOf(isoTpMessage(0x7e0, bytesOf(0x3e, 0)), PROTOCOL_ID.ISO15765_LOGICAL, 9);
    const bytes = encodeHead(head, { address: 0x11223344n, size: 4128 }, model);
    expect(bytes).toHaveLength(size);
    expect(decodeHead(bytes, 0, model)).toEqual(head);
  });

  test('[C43][PTH-R14] the places of pointer and size, in each', () => {
    const head = { protocol: 5, handle: 1, rxStatus: 2, txFlags: 3, timestamp: 4, length: 6, extraDataIndex: 7 };
    const shown = (model: MemoryModel): string =>
      hex(encodeHead(head, { address: 0xaabbccddn, size: 0x1020 }, model).subarray(6 * model.long));
    expect(shown(BITS_32)).toBe(spaced('07000000 ddccbbaa 20100000'));
    expect(shown(LP64)).toBe(spaced('0700000000000000 ddccbbaa00000000 2010000000000000'));
    expect(shown(LLP64)).toBe(spaced('07000000 00000000 ddccbbaa00000000 20100000 00000000'));
  });

  test.each(MODELS)(
    '[PTH-R14] a length that no message has is none, and no head is read beyond the memory',
    (model) => {
      const head = { protocol: 5, handle: 1, rxStatus: 2, txFlags: 3, timestamp: 4, length: 4129, extraDataIndex: 7 };
      const bytes = encodeHead(head, { address: 0n, size: 0 }, model);
      expect(decodeHead(bytes, 0, model)).toBeUndefined();
      expect(decodeHead(bytes, bytes.length, model)).toBeUndefined();
    },
  );

  test('pins, channels and devices', () => {
    expect(hex(numbers(CAN_PINS, LP64))).toBe(spaced('0600000000000000 0e00000000000000'));
    expect(hex(numbers([BATTERY_PIN], BITS_32))).toBe('10000000');
    expect(hex(resource(2, 0x1234n, BITS_32))).toBe(spaced('01000000 02000000 34120000'));
    expect(hex(resource(2, 0x1234n, LLP64))).toBe(spaced('01000000 02000000 3412000000000000'));
    expect(channelSetCount(channelSet(3, 0n, LP64))).toBe(3);
    const device = deviceRoom(8);
    device.set(new TextEncoder().encode('Acme #25'));
    device[80] = 2;
    expect(device).toHaveLength(128);
    expect(foundDevice(device)).toEqual({ name: 'Acme #25', inUse: true });
  });
});

describe('channels and devices', () => {
  test.each([
    ['11 bits', { request: 0x7e0, response: 0x7e8 }, '00000000 40000000 000007e800 000007e000 0000'],
    ['29 bits', { request: 0x18da10f1, response: 0x18daf110 }, '00010000 40010000 18daf11000 18da10f100 0000'],
  ])('[PTH-R15] a unit with %s is a logical channel with two ends', (_, can, expected) => {
    expect(hex(channelDescriptor(flowControlFilter(can), BITS_32))).toBe(spaced(expected));
  });

  test('[PTH-R16] a device is opened by designation and name', () => {
    expect(designated('Acme #25')).toBe('J2534-1:Acme #25');
    expect(designated('J2534-2:Acme #25')).toBe('J2534-2:Acme #25');
  });

  test.each([
    ['was sent', 0x08],
    ['was not sent', 0x200],
  ])('[PTH-R17] the indication that something %s is no message of the vehicle', (_, rxStatus) => {
    const data = bytesOf(0, 0, 7, 0xe0);
    expect(sortReceived({ protocol: 0x200, rxStatus, txFlags: 0, timestamp: 0, extraDataIndex: 0, data })).toEqual({
      kind: 'own',
    });
  });

  test('[PTH-R18] a reception that broke off is damaged', () => {
    const data = bytesOf(0, 0, 7, 0xe8, 0x62, 0xf1);
    const message = { protocol: 0x200, rxStatus: 0x20, txFlags: 0, timestamp: 0, extraDataIndex: 0, data };
    expect(sortReceived(message)).toEqual({ kind: 'damaged', id: 0x7e8 });
  });
});
