import { bytesOf, fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { MIXED_CAR } from '../../test/equipped-car.js';
import { classify } from './classify.js';

const OLDER = { to: 'unit', unit: 0x1005 } as const;
const demand = (text: string): string => {
  const found = classify(fromHex(text) ?? bytesOf(), OLDER, MIXED_CAR);
  return found.rule === 'EFF-R1' ? 'not listed' : `${found.demand} ${found.rule}`;
};

test.each<readonly [listed: string, demand: string, unlisted: string]>([
  ['12ff', 'observe EFF-R14', '12'],
  ['13', 'observe EFF-R14', '13ff0000'],
  ['17ff00', 'observe EFF-R14', '17ff'],
  ['230080000a', 'memory-read EFF-R9', '2300800a'],
  ['2901', 'actuate EFF-R15', '2903'],
  ['2902', 'actuate EFF-R15', '290201'],
  ['2802', 'actuate EFF-R15', '2803'],
  ['8501ff0001', 'actuate EFF-R15', '8501ff00'],
  ['8502ff0001', 'actuate EFF-R15', '8503ff0001'],
  ['2f010003', 'actuate EFF-R15', '2f0100'],
  ['300807', 'actuate EFF-R15', '3008'],
  ['3212', 'actuate EFF-R8', '3213'],
  ['3312', 'actuate EFF-R8', '33'],
  ['2e002055', 'code EFF-R7', '2e002155'],
  ['3b2055', 'code EFF-R7', '3b2155'],
  ['2e007055', 'secure EFF-R10', '2e0071'],
  ['2101', 'observe EFF-R14', '210101'],
  ['1101', 'actuate EFF-R15', '110100'],
  ['1081', 'observe EFF-R14', '1081ff'],
])('[EFF-R14][EFF-R15] %s is %s, and %s is not listed', (listed, wanted, unlisted) => {
  expect([demand(listed), demand(unlisted)]).toEqual([wanted, 'not listed']);
});

test('[EFF-R1] a service of ISO 14230-3 alone, without the byte that names what is meant, is not listed', () => {
  for (const sid of ['10', '11', '21', '22', '28', '29', '2e', '2f', '30', '31', '32', '33', '3b', '85'])
    expect(demand(sid)).toBe('not listed');
});
