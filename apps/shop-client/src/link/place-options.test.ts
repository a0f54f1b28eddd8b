import { expect, test } from 'vitest';
import { oneOf, parsePlaceOptions, wholeNumber } from './place-options.js';

const KNOWN = { bitrate: wholeNumber('BIT/S', 10_000, 1_000_000), format: oneOf('classic', 'fd') };

test.each([
  ['/dev/ttyACM0', '/dev/ttyACM0', {}],
  ['/dev/ttyACM0?bitrate=250000', '/dev/ttyACM0', { bitrate: 250_000 }],
  ['COM4?format=fd&bitrate=500000', 'COM4', { bitrate: 500_000, format: 'fd' }],
])('[SHP-R31] %s is a place with options', (text, place, options) => {
  expect(parsePlaceOptions('slcan', text, KNOWN)).toEqual({ ok: true, value: { place, options } });
});

test.each([
  [
    'x?speed=1',
    '--link slcan:x?speed=1: "speed" is no option of this link; there are bitrate=BIT/S from 10000 to 1000000, format=classic or fd.',
  ],
  ['x?bitrate=9', '--link slcan:x?bitrate=9: bitrate is not "9"; give bitrate=BIT/S from 10000 to 1000000.'],
  ['x?bitrate', '--link slcan:x?bitrate: bitrate is not ""; give bitrate=BIT/S from 10000 to 1000000.'],
  ['x?bitrate=1e5', '--link slcan:x?bitrate=1e5: bitrate is not "1e5"; give bitrate=BIT/S from 10000 to 1000000.'],
  ['x?format=fd&format=fd', '--link slcan:x?format=fd&format=fd: format is given twice.'],
  ['?format=fd', '--link slcan:?format=fd: before the question mark there has to be a place.'],
])('[SHP-R31] %s is refused in one sentence', (text, sentence) => {
  expect(parsePlaceOptions('slcan', text, KNOWN)).toEqual({ ok: false, error: sentence });
});

test.each(['x?', 'x?__proto__=1', 'x?constructor=1', 'x?&'])('[SHP-R31] %s names no option', (text) => {
  expect(parsePlaceOptions('slcan', text, KNOWN)).toMatchObject({ ok: false });
});

test('[SHP-R31] a link without options says so', () => {
  expect(parsePlaceOptions('sim', 'x?a=1', {})).toEqual({
    ok: false,
    error: '--link sim:x?a=1: "a" is no option of this link; there are none.',
  });
});
