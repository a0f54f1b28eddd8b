import { fromHex } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc15 } from './crc15.js';
import { type CanFrame, DATA_LENGTHS, frameBits, frameTime, maximumFrameTime, minimumFrameTime } from './index.js';

const RATES = { nominal: 500_000, data: 2_000_000 };

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
  expect(frameBits(sent)).toEqual({ arbitration: bits, data: 0 });
});

test('[CAN-R6] a frame of 114 bits takes 234 microseconds of a 500 kbit/s bus', () => {
  expect(frameTime(frame(0x7e0, '02100300cccccccc'), RATES)).toBeCloseTo(0.234, 9);
});

test('[CAN-R5] the bounds for eight bytes are 111 and 135 bits of bus time', () => {
  expect(minimumFrameTime({ dataLength: 8, extended: false }, { nominal: 1_000_000, data: 1_000_000 })).toBeCloseTo(
    0.111,
    9,
  );
  expect(maximumFrameTime({ dataLength: 8, extended: false }, { nominal: 1_000_000, data: 1_000_000 })).toBeCloseTo(
    0.135,
    9,
  );
});

/** A frame in the FD format with switched rates. */
const fd = (id: number, data: string, bitRateSwitch = true): CanFrame => ({
  ...frame(id, data),
  fd: { bitRateSwitch },
});
const zeros = (length: number): string => '00'.repeat(length);
const alternating = (length: number): string => '55'.repeat(length);

// Counted by hand: SOF to BRS; ESI, DLC, data, then stuff count and CRC with their fixed stuff bits, and the delimiter.
test.each([
  // 01010101010 1 0010 1 | no run of five: 17 bits, and 9 behind the delimiter. ESI 0, DLC 0001, 8 data; 27 + 1.
  ['one byte, no stuff bit', fd(0x2aa, '55'), { arbitration: 26, data: 5 + 8 + 28 }],
  // Sixteen bytes are the last with CRC-17: 4 + 17 bits and 6 fixed stuff bits.
  ['sixteen bytes', fd(0x2aa, alternating(16)), { arbitration: 26, data: 5 + 128 + 28 }],
  // Beyond it is CRC-21: 4 + 21 bits and 7 fixed stuff bits.
  ['twenty bytes', fd(0x2aa, alternating(20)), { arbitration: 26, data: 5 + 160 + 33 }],
  ['sixty-four bytes', fd(0x2aa, alternating(64)), { arbitration: 26, data: 5 + 512 + 33 }],
  // Fourteen zeros up to IDE: two stuff bits. ESI and DLC are five more, whose stuff bit gives way to the fixed one.
  ['no data, identifier 0', fd(0x000, ''), { arbitration: 26 + 2, data: 5 + 28 }],
])('[CAN-R9] %s', (_, sent, bits) => {
  expect(frameBits(sent)).toEqual(bits);
});

test('[CAN-R9] a stuff bit that would fall before the fixed one is not sent', () => {
  // 0xE0 ends in five zeros, 0xE1 does not.
  expect(frameBits(fd(0x2aa, 'e0')).data).toBe(frameBits(fd(0x2aa, 'e1')).data);
});

test('[CAN-R10] without the switch all bits take the first rate, with it the data phase takes the second', () => {
  const [slow, fast] = [fd(0x7e0, zeros(64), false), fd(0x7e0, zeros(64), true)];
  const bits = frameBits(slow);
  expect(bits.data).toBe(0);
  expect(frameTime(slow, RATES)).toBeCloseTo((bits.arbitration + 3) / 500, 9);
  const { arbitration, data } = frameBits(fast);
  expect(frameTime(fast, RATES)).toBeCloseTo((arbitration + 3) / 500 + data / 2000, 9);
});

test('[CAN-R5][CAN-R9] every frame lies within its bounds', () => {
  const frames = fc.boolean().chain((extended) =>
    fc.record({
      id: fc.integer({ min: 0, max: extended ? 0x1fff_ffff : 0x7ff }),
      extended: fc.constant(extended),
      data: fc.uint8Array({ maxLength: 8 }),
    }),
  );
  const content = fc.oneof(
    fc.uint8Array({ minLength: 64, maxLength: 64 }),
    fc.nat({ max: 255 }).map((byte) => new Uint8Array(64).fill(byte)),
  );
  const fdFrames = fc
    .tuple(frames, fc.constantFrom(...DATA_LENGTHS), content, fc.boolean())
    .map(([sent, length, bytes, bitRateSwitch]) => ({
      ...sent,
      data: bytes.subarray(0, length),
      fd: { bitRateSwitch },
    }));
  fc.assert(
    fc.property(fc.oneof(frames, fdFrames), (sent: CanFrame) => {
      const shape = { ...sent, dataLength: sent.data.length };
      const time = frameTime(sent, RATES);
      expect(time).toBeGreaterThanOrEqual(minimumFrameTime(shape, RATES));
      expect(time).toBeLessThanOrEqual(maximumFrameTime(shape, RATES));
    }),
  );
});
