import { hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { lineNoise, type NoisyLine } from './line-noise.js';

const LONG = Uint8Array.from({ length: 40 }, (_, i) => i);
const SHORT = Uint8Array.of(0x81, 0x10, 0xf1, 0x81, 0x03);
const ANSWER = Uint8Array.of(0x82, 0xf1, 0x10, 0x76, 0x01, 0xfa);

/** Which end hears one message, and its answer, otherwise than it was said; and how long that is then. */
const struck = (line: NoisyLine, bytes: Uint8Array) =>
  Object.entries({ echo: line.echo(bytes), toUnits: line.toUnits(bytes), fromUnits: line.fromUnits(ANSWER) }).flatMap(
    ([ear, heard]) => (hex(heard) === hex(ear === 'fromUnits' ? ANSWER : bytes) ? [] : [`${ear} ${heard.length}`]),
  );

test('every second long message is hit at one end, in one way after the other', () => {
  const line = lineNoise(2);
  const heard = Array.from({ length: 20 }, () => [...struck(line, SHORT), ...struck(line, LONG)]);
  expect(heard.filter((_, i) => i % 2 === 0).flat()).toEqual([]);
  expect(heard.flat()).toEqual([
    'echo 40',
    'toUnits 40',
    'fromUnits 6',
    'echo 39',
    'toUnits 39',
    'fromUnits 5',
    'echo 41',
    'toUnits 41',
    'fromUnits 7',
    'echo 40',
  ]);
});

test('a line without noise carries what is said', () => {
  expect(struck(lineNoise(undefined), LONG)).toEqual([]);
});
