import { bytesOf, fromHex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { MIXED_CAR as CAR } from '../../test/equipped-car.js';
import { UNKNOWN_VEHICLE } from '../profile/unknown.js';
import { classify } from './classify.js';
import type { Addressee } from './effect.js';

const OLDER = { to: 'unit', unit: 0x1005 } as const;
const BODY = { to: 'unit', unit: 0x1002 } as const;
const STRANGER = { to: 'unit', unit: 0x9999 } as const;
const ALL = { to: 'functional' } as const;

const effect = (text: string, to: Addressee, profile = CAR): string =>
  classify(fromHex(text) ?? bytesOf(), to, profile).effect;

describe.each<[string, readonly [string, string][]]>([
  [
    '[EFF-R14]',
    [
      ['1081', 'observe'],
      ['1085', 'program'],
      ['1003', 'program'],
      ['20', 'observe'],
      ['1a90', 'observe'],
      ['1800ff00', 'observe'],
      ['2101', 'observe'],
      ['2170', 'secure'],
      ['22f190', 'observe'],
      ['22f190f18c', 'program'],
      ['3e', 'observe'],
      ['3e02', 'observe'],
      ['190209', 'program'],
    ],
  ],
  [
    '[EFF-R15]',
    [
      ['1101', 'actuate'],
      ['1182', 'program'],
      ['1181', 'program'],
      ['14ff00', 'actuate'],
      ['14ffffff', 'program'],
      ['2801', 'actuate'],
      ['280301', 'program'],
      ['300807', 'actuate'],
      ['3112', 'actuate'],
      ['31010300', 'program'],
      ['3140', 'secure'],
      ['3b0155', 'program'],
      ['3b2055', 'code'],
      ['3b205555', 'program'],
      ['3b7055', 'secure'],
      ['38123456', 'program'],
      ['2c010101', 'program'],
      ['3400800000008000', 'program'],
    ],
  ],
])('%s', (rule, rows) => {
  test.each(rows)(`${rule} %s is %s`, (request, wanted) => expect(effect(request, OLDER)).toBe(wanted));
});

test('[EFF-R16] the same bytes count by the unit that hears them', () => {
  expect([effect('14ffffff', BODY), effect('14ff00', BODY)]).toEqual(['actuate', 'program']);
  expect([effect('1003', BODY), effect('1081', BODY)]).toEqual(['observe', 'observe']);
  expect([effect('3112', BODY), effect('300807', BODY)]).toEqual(['program', 'program']);
});

test('[EFF-R16] what both dialects have is the worse of the two for everybody and for a stranger; what one has counts alone', () => {
  for (const [to, profile] of [
    [ALL, CAR],
    [STRANGER, CAR],
    [STRANGER, UNKNOWN_VEHICLE],
    [ALL, UNKNOWN_VEHICLE],
  ] as const) {
    expect(effect('22f190', to, profile)).toBe('observe');
    expect(effect('1902ff', to, profile)).toBe('observe');
    expect(effect('3e00', to, profile)).toBe('observe');
    expect(effect('1083', to, profile)).toBe('program');
    expect(effect('3112', to, profile)).toBe('program');
  }
});

test('[EFF-R16] what one dialect lists and the other does not is the worst case for a stranger, whichever it is', () => {
  const demand = (text: string) => classify(fromHex(text) ?? bytesOf(), STRANGER, CAR).demand;
  expect([demand('23110010'), demand('2311001000')]).toEqual(['program', 'memory-read']);
  expect([demand('3e02'), demand('3e00'), demand('0a'), demand('03')]).toEqual([
    'program',
    'observe',
    'program',
    'observe',
  ]);
});

test('[EFF-R11] what changes something and would reach every unit is told by that rule', () => {
  expect(classify(bytesOf(0x14, 0xff, 0xff, 0xff), ALL, UNKNOWN_VEHICLE).rule).toBe('EFF-R1');
  expect(classify(bytesOf(0x04), ALL, CAR).rule).toBe('EFF-R11');
});
