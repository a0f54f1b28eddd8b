import { fromHex } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc15 } from './crc15.js';
import { type CanFrame, frameBits, frameTime, maximumFrameTime, minimumFrameTime } from './index.js';

const frame = (id: number, data: string, extended = false): CanFrame => ({
  id,
  extended,
  data: fromHex(data) ?? new Uint8Array(0),
});

test('[CAN-R4] the catalogued check value of CRC-15/CAN: "123456789" gives 0x059E', () => {
  const bits = Array.from('123456789', (char) => char.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  expect(Array.from(bits, Number).reduce(crc15, 0)).toBe(0x059e);
});

test.each([
  ['all zero, no data: a run of 34 zeros', frame(0x000, ''), 50],
  ['all ones', frame(0x7ff, 'ffffffffffffffff'), 123],
  ['counting bytes', frame(0x123, '0102030405060708'), 116],
  ['a padded request', frame(0x7e0, '02100300cccccccc'), 114],
  ['an unpadded request', frame(0x7df, '023e80'), 75],
  ['a 29-bit request', frame(0x18da10f1, '0210030000000000', true), 139],
  ['nothing but stuffing', frame(0x000, '0000000000000000'), 124],
])('[CAN-R3] %s', (_, sent, bits) => {
  expect(frameBits(sent)).toBe(bits);
});

test('[CAN-R6] a frame of 114 bits takes 234 microseconds of a 500 kbit/s bus', () => {
  expect(frameTime(frame(0x7e0, '02100300cccccccc'), 500_000)).toBeCloseTo(0.234, 9);
});

test('[CAN-R5] the bounds for eight bytes are 111 and 135 bits of bus time', () => {
  expect(minimumFrameTime(8, false, 1_000_000)).toBeCloseTo(0.111, 9);
  expect(maximumFrameTime(8, false, 1_000_000)).toBeCloseTo(0.135, 9);
});

test('[CAN-R5] every frame lies within its bounds', () => {
  const frames = fc.boolean().chain((extended) =>
    fc.record({
      id: fc.integer({ min: 0, max: extended ? 0x1fff_ffff : 0x7ff }),
      extended: fc.constant(extended),
      data: fc.uint8Array({ maxLength: 8 }),
    }),
  );
  fc.assert(
    fc.property(frames, (sent) => {
      const time = frameTime(sent, 500_000);
      expect(time).toBeGreaterThanOrEqual(minimumFrameTime(sent.data.length, sent.extended, 500_000));
      expect(time).toBeLessThanOrEqual(maximumFrameTime(sent.data.length, sent.extended, 500_000));
    }),
  );
});
