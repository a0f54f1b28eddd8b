import type { UnitFinding } from '@baylink/contracts';
import { SAMPLE_CAR } from '@baylink/safety';
import { expect, test } from 'vitest';
import { blockingRows, rowKey, setAsideOf } from './set-aside.js';

const engine: UnitFinding = {
  unit: 0x1001,
  name: 'Engine',
  vin: null,
  partNumber: null,
  hardware: null,
  softwareNumber: null,
  software: null,
  serial: null,
  fingerprint: null,
  session: null,
  problems: [],
  dtcs: [
    { code: '056300', text: 'P0563-00', status: 0x09, statusNames: ['testFailed', 'confirmedDTC'] },
    { code: '056200', text: 'P0562-00', status: 0x20, statusNames: ['testFailedSinceLastClear'] },
    { code: '012300', text: 'P0123-00', status: 0x09, statusNames: ['testFailed', 'confirmedDTC'] },
  ],
};

test('supply faults that stand block; healed ones and other systems do not', () => {
  expect(blockingRows([engine], SAMPLE_CAR).map(({ dtc }) => dtc.code)).toEqual(['056300']);
});

test('without a profile every standing code is asked about', () => {
  expect(blockingRows([engine], undefined)).toHaveLength(2);
});

test('only a reason sets a code aside', () => {
  const rows = blockingRows([engine], SAMPLE_CAR);
  const key = rows[0] === undefined ? '' : rowKey(rows[0]);
  expect(setAsideOf(rows, new Map([[key, '  ']]))).toEqual([]);
  expect(setAsideOf(rows, new Map([[key, 'supply was off during transport']]))).toEqual([
    { unit: 0x1001, dtc: '056300', reason: 'supply was off during transport' },
  ]);
});
