import { bytesOf } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CanFrame, DATA_LENGTHS } from '../can/index.js';
import { frameText, parseFrameLine } from './frame-text.js';

test.each([
  ['t123411223344', { id: 0x123, extended: false, data: bytesOf(0x11, 0x22, 0x33, 0x44) }],
  ['t7FF0', { id: 0x7ff, extended: false, data: bytesOf() }],
  ['T18DA10F12AABB', { id: 0x18da10f1, extended: true, data: bytesOf(0xaa, 0xbb) }],
  ['d1232AABB', { id: 0x123, extended: false, data: bytesOf(0xaa, 0xbb), fd: { bitRateSwitch: false } }],
  [`b123F${'00'.repeat(64)}`, { id: 0x123, extended: false, data: new Uint8Array(64), fd: { bitRateSwitch: true } }],
  [
    `D18DA10F19${'00'.repeat(12)}`,
    { id: 0x18da10f1, extended: true, data: new Uint8Array(12), fd: { bitRateSwitch: false } },
  ],
  ['B18DA10F10', { id: 0x18da10f1, extended: true, data: bytesOf(), fd: { bitRateSwitch: true } }],
])('[C42][SLC-R4][SLC-R22] %s', (text, frame) => {
  expect(frameText(frame)).toBe(text);
  expect(parseFrameLine(text)).toEqual({ kind: 'data', frame });
  expect(parseFrameLine(text.charAt(0) + text.slice(1).toLowerCase())).toEqual({ kind: 'data', frame });
  expect(parseFrameLine(frameText(frame, 59_999))).toEqual({ kind: 'data', frame });
});

test.each([
  ['nothing', ''],
  ['no length', 't123'],
  ['an identifier above 7FF', 't8000'],
  ['an identifier above 29 bits', 'T200000000'],
  ['a length above 8', 't12390011223344556677AA'],
  ['a length that is no decimal digit', 't123A'],
  ['less data than told', 't12321'],
  ['more data than told', 't1232112233'],
  ['two lines glued together', 't12321122t12321122'],
  ['a reply glued to a frame', 't12321122z'],
  ['a reply in the middle', 't1232z1122'],
  ['a space', 't123 0'],
  ['an FD frame with less data than its DLC stands for', 'b123900112233445566778899AA'],
  ['an FD frame with more data than its DLC stands for', 'd123900112233445566778899AABBCC'],
  ['an FD frame glued to another', 'd1230d1230'],
  ['another letter', 'x1230'],
])('[C42][SLC-R4] not a frame: %s', (_, text) => {
  expect(parseFrameLine(text)).toBeUndefined();
});

test('[SLC-R4] a remote frame has a length and no data', () => {
  expect(parseFrameLine('r1238')).toEqual({ kind: 'remote', id: 0x123, extended: false, length: 8 });
  expect(parseFrameLine('R000001230')).toEqual({ kind: 'remote', id: 0x123, extended: true, length: 0 });
  expect(parseFrameLine('r123211')).toBeUndefined();
});

test('[SLC-R4] every frame survives the line', () => {
  const frames = fc.record({
    id: fc.integer({ min: 0, max: 0x7ff }),
    extended: fc.boolean(),
    data: fc.uint8Array({ maxLength: 8 }),
  });
  const fdFrames = fc
    .tuple(frames, fc.constantFrom(...DATA_LENGTHS), fc.nat({ max: 255 }), fc.boolean())
    .map(([frame, length, byte, bitRateSwitch]) => ({
      ...frame,
      data: new Uint8Array(length).fill(byte),
      fd: { bitRateSwitch },
    }));
  fc.assert(
    fc.property(fc.oneof(frames, fdFrames), (frame: CanFrame) => {
      expect(parseFrameLine(frameText(frame))).toEqual({ kind: 'data', frame });
    }),
  );
});
