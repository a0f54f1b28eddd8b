import { fromHex, hex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { SAMPLE_CAR } from '../../profile/sample-car.js';
import { unitProfile } from '../../profile/unit-profile.js';
import type { JobWords } from './words.js';
import { JOB_WORDS } from './words.table.js';

const wire = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();
const WIDE = { addressBytes: 4, sizeBytes: 4, dataFormat: 0 } as const;
const NARROW = { addressBytes: 3, sizeBytes: 3, dataFormat: 0 } as const;
const PART = { address: 0x8000, size: 0x1000 } as const;
const DATA = wire('aabb');

type Said = readonly [what: string, uds: string, kwp: string, say: (words: JobWords, narrow: boolean) => Uint8Array];
const widths = (narrow: boolean) => (narrow ? NARROW : WIDE);

const SAID: readonly Said[] = [
  ['the default session', '1001', '1081', ({ session }) => session.default],
  ['the session for reading', '1003', '1081', ({ session }) => session.reading],
  ['the session for coding', '1003', '1087', ({ session }) => session.extended],
  ['the session for programming', '1002', '1085', ({ session }) => session.programming],
  ['no trouble codes', '8502', '8501ff0002', ({ dtcSetting }) => dtcSetting.off],
  ['trouble codes again', '8501', '8501ff0001', ({ dtcSetting }) => dtcSetting.on],
  ['silence', '280301', '2801', ({ communication }) => communication('disable', 1)],
  ['the end of silence', '280001', '2901', ({ communication }) => communication('enable', 1)],
  ['the VIN', '22f190', '1a90', ({ readValue }) => readValue(0xf190)],
  ['a value', '220610', '220610', ({ readValue }) => readValue(0x0610)],
  ['a value with a short name', '220042', '2142', ({ readValue }) => readValue(0x42)],
  ['a write', '2e0610aabb', '2e0610aabb', ({ writeValue }) => writeValue(0x0610, DATA)],
  ['a write with a short name', '2e0042aabb', '3b42aabb', ({ writeValue }) => writeValue(0x42, DATA)],
  ['trouble codes', '190209', '1800ff00', ({ readDtcs }) => readDtcs],
  ['a routine', '310100c4aabb', '31c4aabb', ({ startRoutine }) => startRoutine(0xc4, DATA)],
  ['a range', '440000800000001000', '008000001000', ({ range }, narrow) => range(widths(narrow), PART)],
  [
    'a reading',
    '234400008000000000f0',
    '23008000f0',
    ({ readMemory }, narrow) => readMemory(widths(narrow), { ...PART, size: 0xf0 }),
  ],
  [
    'a download',
    '3400440000800000001000',
    '3400800000001000',
    ({ requestDownload }, narrow) => requestDownload(widths(narrow), PART),
  ],
  [
    'an upload',
    '3500440000800000001000',
    '3500800000001000',
    ({ requestUpload }, narrow) => requestUpload(widths(narrow), PART),
  ],
  ['a block', '3607aabb', '36aabb', ({ transferData }) => transferData(7, DATA)],
];

test.each(SAID)('[JOB-R60] %s is `%s`, or `%s` in ISO 14230-3', (_, uds, kwp, say) => {
  expect(hex(say(JOB_WORDS.uds, false))).toBe(uds);
  expect(hex(say(JOB_WORDS.kwp2000, true))).toBe(kwp);
});

type Heard = readonly [
  what: string,
  uds: string,
  kwp: string,
  hear: (words: JobWords, response: Uint8Array) => unknown,
  understood: unknown,
];

const HEARD: readonly Heard[] = [
  ['an identification', '62f1905842', '5a905842', ({ value }, bytes) => hex(value(bytes)), '5842'],
  ['a value', '62061003', '62061003', ({ value }, bytes) => hex(value(bytes)), '03'],
  ['a value with a short name', '62004203', '614203', ({ value }, bytes) => hex(value(bytes)), '03'],
  ['a routine’s status', '710100c405', '71c405', ({ routineStatus }, bytes) => routineStatus(bytes), 5],
  ['a block length', '74200102', '740102', ({ blockMessage }, bytes) => blockMessage(bytes), 0x102],
  ['a short block length', '7410f1', '74f1', ({ blockMessage }, bytes) => blockMessage(bytes), 0xf1],
  ['a block that was read', '7607aabb', '76aabb', ({ blockData }, bytes) => hex(blockData(bytes)), 'aabb'],
];

test.each(HEARD)('[JOB-R60] %s is understood from `%s`, or from `%s`', (_, uds, kwp, hear, understood) => {
  expect(hear(JOB_WORDS.uds, wire(uds))).toEqual(understood);
  expect(hear(JOB_WORDS.kwp2000, wire(kwp))).toEqual(understood);
});

describe('trouble codes', () => {
  test.each([
    ['uds', '5902ff042000280171002f', ['042000', '017100']],
    ['kwp2000', '58020420280171e0', ['0420', '0171']],
    ['uds', '5902', []],
    ['kwp2000', '58', []],
  ] as const)('[JOB-R60] in %s `%s`', (dialect, response, codes) => {
    expect(JOB_WORDS[dialect].dtcs(wire(response))).toEqual(codes);
  });
});

test('[JOB-R61] a block is sent again where it has a number, and not where it has none', () => {
  const { uds, kwp2000 } = JOB_WORDS;
  expect([uds.blockTries, kwp2000.blockTries]).toEqual([3, 1]);
  expect([uds.acknowledges(wire('7607'), 7), uds.acknowledges(wire('7608'), 7)]).toEqual([true, false]);
  expect(kwp2000.acknowledges(wire('76'), 7)).toBe(true);
});

test('[JOB-R60] a profile cannot ask of a unit what its dialect has no room for', () => {
  const engine = SAMPLE_CAR.units.find(({ name }) => name === 'engine');
  if (engine?.programming == null) throw new Error('the engine unit of the sample car is programmed');
  expect(unitProfile.safeParse(engine).success).toBe(true);
  expect(unitProfile.safeParse({ ...engine, dialect: 'kwp2000' }).error?.message).toContain('routines of one byte');
});
