import { bytesOf, concat, fromHex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { EQUIPPED_CAR as CAR } from '../../test/equipped-car.js';
import type { VehicleProfile } from '../profile/profile.js';
import { UNKNOWN_VEHICLE } from '../profile/unknown.js';
import { classify } from './classify.js';
import type { Addressee } from './effect.js';

const ENGINE = { to: 'unit', unit: 0x1001 } as const;
const BODY = { to: 'unit', unit: 0x1002 } as const;
const ALL = { to: 'functional' } as const;

const effect = (text: string, to: Addressee = BODY): string => {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(text);
  return classify(bytes, to, CAR).effect;
};

test('[EFF-R1] empty and unlisted requests are the worst case, also where no unit is known', () => {
  for (const to of [ENGINE, ALL, { to: 'unit', unit: 0x9999 }] as const)
    for (const profile of [CAR, UNKNOWN_VEHICLE])
      for (const bytes of [bytesOf(), bytesOf(0xba, 1), bytesOf(0x3d, 0x11, 0, 1, 0), bytesOf(0x34, 0, 0x44)])
        expect(classify(bytes, to, profile).effect).toBe('program');
});

describe.each<[string, readonly [string, string, Addressee?][]]>([
  [
    '[EFF-R2]',
    [
      ['1001', 'observe'],
      ['1083', 'observe'],
      ['1002', 'program'],
      ['1082', 'program'],
      ['1060', 'program'],
      ['100300', 'program'],
    ],
  ],
  [
    '[EFF-R3]',
    [
      ['22f190', 'observe'],
      ['22f190f18c', 'observe'],
      ['22f1', 'program'],
      ['22f19000', 'program'],
      ['1902ff', 'observe'],
      ['1942330102', 'observe'],
      ['24f190', 'observe'],
      ['1920', 'program'],
    ],
  ],
  [
    '[EFF-R4]',
    [
      ['3e00', 'observe'],
      ['3e80', 'observe'],
      ['3e01', 'program'],
      ['3e', 'program'],
      ['3e80', 'observe', ALL],
    ],
  ],
  [
    '[EFF-R5]',
    [
      ['1101', 'actuate'],
      ['1181', 'actuate'],
      ['1104', 'program'],
      ['14ffffff', 'actuate'],
      ['280301', 'actuate'],
      ['280501', 'program'],
      ['8502', 'actuate'],
      ['2f010003', 'actuate'],
      ['04', 'actuate'],
      ['04', 'program', ALL],
      ['0400', 'program'],
      ['080100', 'actuate'],
      ['08', 'program'],
      ['2a0101', 'actuate'],
      ['8301', 'observe'],
      ['8302', 'actuate'],
      ['830400', 'program'],
      ['860402', 'observe'],
      ['860002', 'actuate'],
      ['860502', 'program'],
      ['8601022f1904', 'program'],
      ['870112', 'program'],
      ['8480110000020007', 'program'],
      ['2f0100', 'program'],
    ],
  ],
  [
    '[EFF-R6]',
    [
      ['010c', 'observe'],
      ['020c00', 'observe'],
      ['03', 'observe'],
      ['0902', 'observe'],
      ['050101', 'observe'],
      ['0601', 'observe'],
      ['07', 'observe'],
      ['0a', 'observe'],
      ['0b', 'program'],
      ['0300', 'program'],
      ['0700', 'program'],
    ],
  ],
  [
    '[EFF-R7]',
    [
      ['2e060201ff', 'code'],
      ['2e060201', 'program'],
      ['2e060201ff00', 'program'],
      ['2e0602ffff', 'program', ENGINE],
      ['2ef15a00', 'program'],
      ['2701', 'code'],
      ['270200000000', 'code'],
      ['2703', 'program'],
      ['2700', 'program'],
    ],
  ],
  [
    '[EFF-R8]',
    [
      ['31010300', 'actuate'],
      ['31010300', 'program', ENGINE],
      ['3101ff0044', 'program', ENGINE],
      ['3101ff01', 'program', ENGINE],
      ['31040300', 'program'],
      ['3101', 'program'],
    ],
  ],
  [
    '[EFF-R10]',
    [
      ['220700', 'secure'],
      ['22f1900700', 'secure'],
      ['2e060100', 'secure'],
      ['2f070000', 'secure'],
      ['31010301', 'secure'],
      ['220700', 'observe', ENGINE],
    ],
  ],
  [
    '[EFF-R12]',
    [
      ['2908', 'observe'],
      ['2900', 'actuate'],
      ['29010000013000', 'code'],
      ['2903000155', 'code'],
      ['2901', 'program'],
      ['2909', 'program'],
      ['290800', 'program'],
      ['29030001550000', 'program', { to: 'unit', unit: 0x9999 }],
    ],
  ],
  [
    '[EFF-R13]',
    [
      ['2c01f30106000102', 'actuate'],
      ['2c01f3010600010207000101', 'secure'],
      ['2c01f301060001', 'program'],
      ['2c02f3011400000000', 'program'],
      ['2c03', 'actuate'],
      ['2c03f301', 'actuate'],
      ['2c04f301', 'program'],
    ],
  ],
  [
    '[EFF-R11]',
    [
      ['14ffffff', 'program', ALL],
      ['1101', 'program', ALL],
      ['2e060201ff', 'program', ALL],
      ['220700', 'secure', ALL],
      ['1003', 'observe', ALL],
    ],
  ],
])('%s', (rule, rows) => {
  test.each(rows)(`${rule} %s is %s`, (request, wanted, to) => expect(effect(request, to)).toBe(wanted));
});

test('[EFF-R17] what brakes is moved only where the profile lists it, and read as before', () => {
  const brakes: VehicleProfile = {
    ...CAR,
    units: CAR.units.map((unit) => ({ ...unit, safety: 'brake', controls: [{ did: 0x0100, name: 'pump' }] })),
  };
  const found = (text: string) => classify(fromHex(text) ?? bytesOf(), BODY, brakes).effect;
  expect([found('2f010003'), found('2f010103'), found('2f070003')]).toEqual(['actuate', 'program', 'secure']);
  expect([found('220101'), found('1902ff'), found('31010300')]).toEqual(['observe', 'observe', 'actuate']);
  const older = { ...brakes, units: brakes.units.map((unit) => ({ ...unit, dialect: 'kwp2000' as const })) };
  expect(classify(bytesOf(0x30, 0x08, 7), BODY, older).effect).toBe('program');
});

test('[EFF-R10] a secure value is secure in a stream of answers too', () => {
  const hidden = { ...CAR, units: CAR.units.map((unit) => ({ ...unit, secureDids: [0xf207] })) };
  expect(classify(bytesOf(0x2a, 1, 6, 7), BODY, hidden).effect).toBe('secure');
  expect(classify(bytesOf(0x2a, 1, 6), BODY, hidden).effect).toBe('actuate');
});

test('[EFF-R12] a unit without coding is not opened for it', () => {
  const sealed = { ...CAR, units: CAR.units.map((unit) => ({ ...unit, coding: null })) };
  expect(classify(bytesOf(0x29, 3, 0, 1, 0x55), BODY, sealed).effect).toBe('program');
});

test('[EFF-R9][EFF-R13] reading memory has a demand of its own, and writing has not', () => {
  const demand = (bytes: Uint8Array) => classify(bytes, ENGINE, CAR);
  const readsFile = [
    bytesOf(0x38, 4, 0, 1, 0x2f, 0),
    bytesOf(0x38, 5, 0, 1, 0x2f),
    bytesOf(0x2c, 2, 0xf3, 1, 0x11, 0, 16),
  ];
  for (const bytes of [
    bytesOf(0x23, 0x11, 0, 16),
    bytesOf(0x35, 0, 0x11, 0, 16),
    bytesOf(0x36, 1),
    bytesOf(0x37),
    ...readsFile,
  ])
    expect(demand(bytes)).toMatchObject({ effect: 'program', demand: 'memory-read' });
  for (const bytes of [
    bytesOf(0x36, 1, 0xff),
    bytesOf(0x34, 0, 0x11, 0, 16),
    bytesOf(0x37, 0),
    bytesOf(0x38, 2, 0, 1, 0x2f),
    bytesOf(0x38, 1, 0, 1, 0x2f, 0, 1, 1, 1),
    bytesOf(0x38, 4, 0, 9, 0x2f, 0),
    concat(bytesOf(0x23), new Uint8Array(20)),
  ])
    expect(demand(bytes)).toMatchObject({ effect: 'program', demand: 'program' });
});

test('[EFF-R17] each control that a profile lists may be moved', () => {
  const controls = [0x0100, 0x0200].map((did) => ({ did, name: 'pump' }));
  const units = CAR.units.map((unit) => ({ ...unit, safety: 'brake' as const, controls }));
  const found = (high: number) => classify(bytesOf(0x2f, high, 0, 3), BODY, { ...CAR, units }).effect;
  expect([found(0x01), found(0x02), found(0x03)]).toEqual(['actuate', 'actuate', 'program']);
});

test('[EFF-R5] periodic reading has a mode, and sixteen identifiers at most', () => {
  const reading = (length: number) => classify(concat(bytesOf(0x2a), new Uint8Array(length - 1)), BODY, CAR).effect;
  expect([1, 2, 18, 19].map(reading)).toEqual(['program', 'actuate', 'actuate', 'program']);
});
