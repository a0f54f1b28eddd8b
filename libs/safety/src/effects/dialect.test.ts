import { bytesOf, fromHex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import type { VehicleProfile } from '../profile/profile.js';
import { SAMPLE_CAR } from '../profile/sample-car.js';
import { UNKNOWN_VEHICLE } from '../profile/unknown.js';
import { classify } from './classify.js';
import { type Addressee, EFFECTS } from './effect.js';

const [, , SAMPLE_BODY] = SAMPLE_CAR.units;
if (SAMPLE_BODY?.coding == null) throw new Error('the sample car has three units, and its body unit has coding');
const CODING = SAMPLE_BODY.coding;

const OLDER = { to: 'unit', unit: 0x1005 } as const;
const BODY = { to: 'unit', unit: 0x1002 } as const;
const STRANGER = { to: 'unit', unit: 0x9999 } as const;
const ALL = { to: 'functional' } as const;

/** The sample car with an older unit: its values and routines have names of one byte. */
const CAR: VehicleProfile = {
  ...SAMPLE_CAR,
  units: [
    ...SAMPLE_CAR.units,
    {
      ...SAMPLE_BODY,
      name: 'climate',
      dialect: 'kwp2000',
      address: { logical: 0x1005, can: { request: 0x7e6, response: 0x7ee }, kLine: 0x98 },
      coding: {
        ...CODING,
        dids: [{ did: 0x0020, name: 'fan curve', length: 1, safetyRelevant: false }],
      },
      secureDids: [0x0070],
      routines: [{ rid: 0x12, name: 'flap calibration' }],
      secureRoutines: [0x40],
    },
  ],
};

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

test('[EFF-R16] for a stranger no first two bytes are less than the worse of the two dialects that define them', () => {
  const rank = (text: string, to: Addressee) => EFFECTS.indexOf(classify(fromHex(text) ?? bytesOf(), to, CAR).effect);
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second += 3) {
      const text = [first, second].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      expect(rank(text, STRANGER)).toBeGreaterThanOrEqual(Math.min(rank(text, BODY), rank(text, OLDER)));
    }
});
