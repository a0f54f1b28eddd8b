import { bytesOf, hex, ok } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { decodeFunctional, encodeFunctional } from './functional.js';
import { type FrameLayout, ISO_TP_DEFAULTS } from './index.js';

const UNPADDED: FrameLayout = { ...ISO_TP_DEFAULTS, padding: undefined };

test('[C13][ITP-R26] a functional request of up to seven bytes is one frame', () => {
  expect(encodeFunctional(bytesOf(0x3e, 0x80), UNPADDED)).toEqual(ok(bytesOf(0x02, 0x3e, 0x80)));
  expect(encodeFunctional(new Uint8Array(7), ISO_TP_DEFAULTS).ok).toBe(true);
});

test.each([0, 8, 4095])(
  '[C13][ITP-R26] a functional request of %d bytes is refused before anything is sent',
  (length) => {
    expect(encodeFunctional(new Uint8Array(length), ISO_TP_DEFAULTS)).toEqual({
      ok: false,
      error: `A functional request has 1 to 7 bytes and this one has ${length}: ask the unit by its own address.`,
    });
  },
);

test('[C13][ITP-R26] a unit takes single frames only from the functional identifier', () => {
  expect(hex(decodeFunctional(bytesOf(0x02, 0x3e, 0x80, 0xcc, 0xcc)) ?? bytesOf())).toBe('3e80');
  for (const frame of [bytesOf(0x10, 0x08, 1, 2, 3, 4, 5, 6), bytesOf(0x21, 1, 2), bytesOf(0x30, 0, 0), bytesOf()])
    expect(decodeFunctional(frame)).toBeUndefined();
});

test('[C13][C14][ITP-R26] behind an address byte six bytes fit, and another address byte is not taken', () => {
  const addressBytes = { sent: 0xdf, received: 0xdf };
  const layout = { ...UNPADDED, addressBytes };
  expect(encodeFunctional(bytesOf(0x3e, 0x80), layout)).toEqual(ok(bytesOf(0xdf, 0x02, 0x3e, 0x80)));
  expect(encodeFunctional(new Uint8Array(7), layout).ok).toBe(false);
  expect(decodeFunctional(bytesOf(0xdf, 0x01, 0x3e), addressBytes)).toEqual(bytesOf(0x3e));
  expect(decodeFunctional(bytesOf(0xde, 0x01, 0x3e), addressBytes)).toBeUndefined();
});

test('[C10][C13][ITP-R26] in the FD format as much as a single frame of TX_DL holds', () => {
  expect(encodeFunctional(new Uint8Array(62), { ...UNPADDED, txDl: 64 }).ok).toBe(true);
  expect(encodeFunctional(new Uint8Array(63), { ...UNPADDED, txDl: 64 }).ok).toBe(false);
});
