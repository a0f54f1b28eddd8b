import { expect, test } from 'vitest';
import { checkFrame } from './index.js';

test.each([
  ['an 11-bit identifier', { id: 0x7ff, extended: false, data: new Uint8Array(8) }],
  ['a 29-bit identifier', { id: 0x1fff_ffff, extended: true, data: new Uint8Array(0) }],
])('[CAN-R1] %s is taken', (_, frame) => {
  expect(checkFrame(frame)).toEqual({ ok: true, value: frame });
});

test.each([
  [0x800, false, 'CAN identifier 0x800 is not a 11-bit identifier: use 0 to 0x7FF.'],
  [0x2000_0000, true, 'CAN identifier 0x20000000 is not a 29-bit identifier: use 0 to 0x1FFFFFFF.'],
])('[CAN-R1] identifier %d is refused', (id, extended, error) => {
  expect(checkFrame({ id, extended, data: new Uint8Array(0) })).toEqual({ ok: false, error });
});

test('[CAN-R1] what is not an identifier at all is refused', () => {
  for (const id of [-1, 0.5, Number.NaN])
    expect(checkFrame({ id, extended: false, data: new Uint8Array(0) }).ok).toBe(false);
});

test('[CAN-R2] nine bytes are refused', () => {
  expect(checkFrame({ id: 1, extended: false, data: new Uint8Array(9) })).toEqual({
    ok: false,
    error: 'A classic CAN frame carries at most 8 bytes and this one has 9.',
  });
});

const fdFrame = (length: number, bitRateSwitch = true) => ({
  id: 0x7e0,
  extended: false,
  data: new Uint8Array(length),
  fd: { bitRateSwitch },
});

test('[CAN-R8] the FD format is taken with the lengths that have a DLC, and refused with others', () => {
  for (const length of [0, 7, 8, 12, 48, 64]) expect(checkFrame(fdFrame(length), 'fd').ok).toBe(true);
  expect(checkFrame(fdFrame(9), 'fd')).toEqual({
    ok: false,
    error: 'A CAN FD frame carries 0 to 8, 12, 16, 20, 24, 32, 48 or 64 bytes and this one has 9.',
  });
  expect(checkFrame(fdFrame(65, false), 'fd').ok).toBe(false);
});

test('[CAN-R8] a classic controller takes no frame of the FD format, however short', () => {
  expect(checkFrame(fdFrame(1))).toMatchObject({ ok: false, error: expect.stringContaining('FD format') });
});
