import { bytesOf, fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { EQUIPPED_CAR, MIXED_CAR } from '../../test/equipped-car.js';
import type { VehicleProfile } from '../profile/profile.js';
import { classify } from './classify.js';

const BODY = { to: 'unit', unit: 0x1002 } as const;
const OLDER = { to: 'unit', unit: 0x1005 } as const;
const UNLISTED = 'EFF-R1';

const ruleOf = (text: string, to: typeof BODY | typeof OLDER, car: VehicleProfile): string =>
  classify(fromHex(text) ?? bytesOf(), to, car).rule;

/** `whole`: the shortest request that the standard has; `cut`: what is no such request, because something of it is missing or too much. */
test.each<[id: string, what: string, whole: string, rule: string, cut: readonly string[]]>([
  ['[EFF-R3]', 'a reading names an identifier', '22f190', 'EFF-R3', ['22', '22f1', '22f19000']],
  [
    '[EFF-R7]',
    'a write names its identifier and has all of its value',
    '2e060201ff',
    'EFF-R7',
    ['2e', '2e06', '2e0602'],
  ],
  ['[EFF-R7]', 'access names its level', '2701', 'EFF-R7', ['27', '2700', '2780']],
  ['[EFF-R5]', 'a control names its identifier and what to do', '2f010003', 'EFF-R5', ['2f', '2f01', '2f0100']],
  [
    '[EFF-R8]',
    'a routine is started, stopped or asked for its results, and nothing else',
    '31030300',
    'EFF-R8',
    ['31', '3101', '310103', '31000300', '31040300', '317f0300', '31010302'],
  ],
  ['[EFF-R12]', 'a certificate follows its task', '29010000', 'EFF-R12', ['29', '2901', '29090000', '297f0000']],
  [
    '[EFF-R13]',
    'a definition has whole sources of four bytes',
    '2c01f30106000102',
    'EFF-R13',
    ['2c', '2c01', '2c01f301', '2c01f3010600', '2c01f3010600010206', '2c01f301060001020601'],
  ],
  [
    '[EFF-R13]',
    'memory has a format, an address and a size',
    '2c02f301110010',
    'EFF-R13',
    ['2c02', '2c02f301', '2c02f3011100'],
  ],
  ['[EFF-R13]', 'all definitions are cleared, or one', '2c03f301', 'EFF-R13', ['2c03f3', '2c03f30100']],
  ['[EFF-R9]', 'a file has a name', '3804000141ff', 'EFF-R9', ['38', '380400', '3804000000', '38050000', '380500']],
])('%s in UDS %s', (_, __, whole, rule, cut) => {
  expect(ruleOf(whole, BODY, EQUIPPED_CAR)).toBe(rule);
  for (const text of cut) expect([text, ruleOf(text, BODY, EQUIPPED_CAR)]).toEqual([text, UNLISTED]);
});

test.each<[id: string, what: string, whole: string, rule: string, cut: readonly string[]]>([
  ['[EFF-R7]', 'a written value has its own length', '3b2055', 'EFF-R7', ['3b', '3b20', '3b205500']],
  ['[EFF-R15]', 'a routine is one that the profile lists', '3112', 'EFF-R8', ['31', '3113', '3120']],
  ['[EFF-R15]', 'a mode has its own length', '2901', 'EFF-R15', ['29', '290100']],
  ['[EFF-R14]', 'a value has a name', '2101', 'EFF-R14', ['21', '210101']],
  ['[EFF-R15]', 'a control says what to do', '300807', 'EFF-R15', ['30', '3008']],
])('%s in KWP2000 %s', (_, __, whole, rule, cut) => {
  expect(ruleOf(whole, OLDER, MIXED_CAR)).toBe(rule);
  for (const text of cut) expect([text, ruleOf(text, OLDER, MIXED_CAR)]).toEqual([text, UNLISTED]);
});

test('[EFF-R10] an identifier that is not there is not taken for 0x0000 or 0x0001, secure as they may be', () => {
  const units = EQUIPPED_CAR.units.map((unit) => ({
    ...unit,
    secureDids: [0x0000, 0x0001],
    secureRoutines: [0x0000, 0x0001],
  }));
  const sealed = { ...EQUIPPED_CAR, units };
  expect(ruleOf('22f190', BODY, sealed)).toBe('EFF-R3');
  expect(ruleOf('2c01f30106000102', BODY, sealed)).toBe('EFF-R13');
  for (const text of ['2e', '2f', '3101', '22']) expect([text, ruleOf(text, BODY, sealed)]).toEqual([text, UNLISTED]);
  expect([ruleOf('220000', BODY, sealed), ruleOf('31010000', BODY, sealed)]).toEqual(['EFF-R10', 'EFF-R10']);
});
