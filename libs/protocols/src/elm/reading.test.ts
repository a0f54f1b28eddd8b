import { hex, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IDLE_CHANNEL, ISO_TP_DEFAULTS, isoTpChannel } from '../iso-tp/index.js';
import { C41_VIN, VIN_MESSAGE, vinFrames } from './elm.rig.js';
import { frameLine, parseFrameLine } from './frame-line.js';
import { readHeaderless } from './headerless.js';
import { parseVolts } from './volts.js';

const vinOf = (message: Uint8Array | undefined): string => String.fromCharCode(...(message ?? []).slice(3));

test('[C41][ELM-R5] the VIN without headers has 17 characters, zeros at the end too', () => {
  const lines = ['014', '0: 49 02 01 57 50 30', '1: 5A 5A 5A 39 39 5A 54', '2: 53 33 39 30 30 30 30'];
  const [message, ...more] = readHeaderless(lines);
  expect(vinOf(message)).toBe(C41_VIN);
  expect(more).toEqual([]);
  expect(readHeaderless(lines.map((line) => line.replaceAll(' ', '')))).toEqual([VIN_MESSAGE]);
});

test('[C41][ELM-R4] the VIN with headers is in the same bytes', () => {
  const lines = ['7E8 10 14 49 02 01 57 50 30', '7E8 21 5A 5A 5A 39 39 5A 54', '7E82253333930303030'];
  expect(lines.map((line) => parseFrameLine(line, 'base'))).toEqual(vinFrames());
});

test('[C41][ELM-R4][ELM-R5] both ways of showing the answer to 09 02 give the same VIN', () => {
  const shown = ['7E8 10 14 49 02 01 57 50 30', '7E8 21 5A 5A 5A 39 39 5A 54', '7E8 22 53 33 39 30 30 30 30'];
  const channel = isoTpChannel(ISO_TP_DEFAULTS);
  let state = IDLE_CHANNEL;
  const messages: Uint8Array[] = [];
  for (const line of shown) {
    const frame = parseFrameLine(line, 'base');
    if (frame === undefined) throw new Error(`${line} is no frame`);
    const step = channel.step(state, { kind: 'frame', data: frame.data }, millis(0));
    state = step.state;
    for (const out of step.out) if (out.kind === 'message') messages.push(out.bytes);
  }
  const bare = readHeaderless(['014', '0: 49 02 01 57 50 30', '1: 5A 5A 5A 39 39 5A 54', '2: 53 33 39 30 30 30 30']);
  expect(messages).toEqual(bare);
  expect(messages.map(vinOf)).toEqual(['WP0ZZZ99ZTS390000']);
});

test.each<[string, string[], string[]]>([
  ['short answers of two units', ['41 0C 00 00', '41 0C 1A F8'], ['410c0000', '410c1af8']],
  ['padding behind the length', ['008', '0: 49 02 01 00 00 00', '1: 00 00 AA AA AA AA AA'], ['4902010000000000']],
  ['a line that is missing', ['014', '0: 49 02 01 57 50 30', '2: 53 33 39 30 30 30 30'], []],
  ['a line that is no data', ['HELLO', '41 0C 00 00'], ['410c0000']],
  ['an end that does not come', ['014', '0: 49 02 01 57 50 30'], []],
])('[ELM-R5] %s', (_, lines, messages) => {
  expect(readHeaderless(lines).map(hex)).toEqual(messages);
});

test('[ELM-R4] every frame is read as it is shown', () => {
  const frame = fc
    .record({ extended: fc.boolean(), id: fc.nat(), data: fc.uint8Array({ maxLength: 8 }) })
    .map(({ extended, id, data }) => ({ extended, id: id % (extended ? 0x2000_0000 : 0x800), data }));
  fc.assert(
    fc.property(frame, fc.constantFrom('' as const, ' ' as const), (given, gap) => {
      const line = frameLine(given, gap);
      const read = parseFrameLine(line, given.extended ? 'extended' : 'base');
      expect(read && { ...read, data: Array.from(read.data) }).toEqual({ ...given, data: Array.from(given.data) });
    }),
  );
});

test.each(['', '7E', 'NO DATA', '7E8 0', '7E8 1 2 3', 'FFF0102', '7E8 010203040506070809', '7E8 03 41 <RX'])(
  '[ELM-R4] %j is no frame',
  (line) => {
    expect(parseFrameLine(line, 'base')).toBeUndefined();
  },
);

test.each<[string, number | undefined]>([
  ['12.6V', 12_600],
  ['13.85', 13_850],
  ['13.852 V', 13_852],
  ['0.0V', 0],
  ['12600', undefined],
  ['12600mV', undefined],
  ['13,8V', undefined],
  ['12V', undefined],
  ['?', undefined],
  ['-1.2V', undefined],
  ['12.6V 12.6V', undefined],
])('[ELM-R15] the voltage %j', (line, millivolts) => {
  expect(parseVolts(line)).toBe(millivolts);
});
