import { fromHex, hex } from '@baylink/kernel';
import { SAMPLE_CAR, SAMPLE_CAR_KWP2000 } from '@baylink/safety';
import { expect, test } from 'vitest';
import { everybodys, SCAN_WORDS } from './scan-words.table.js';

const wire = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

test('[SHP-R410] a scan asks each unit in its own dialect', () => {
  const { uds, kwp2000 } = SCAN_WORDS;
  expect([hex(uds.present), hex(kwp2000.present)]).toEqual(['3e00', '3e01']);
  expect([hex(uds.identify(0xf18c)), hex(kwp2000.identify(0xf18c))]).toEqual(['22f18c', '1a8c']);
  expect([hex(uds.readDtcs), hex(kwp2000.readDtcs)]).toEqual(['1902ff', '1800ff00']);
});

test('[SHP-R410] trouble codes are told as their standard writes them', () => {
  expect(SCAN_WORDS.uds.dtcs(wire('5902ff04201128'))).toMatchObject([
    { code: '042011', text: 'P0420-11', status: 0x28 },
  ]);
  expect(SCAN_WORDS.kwp2000.dtcs(wire('58020420289a3160'))).toEqual([
    { code: '0420', text: 'P0420', status: 0x28, statusNames: [] },
    { code: '9A31', text: 'B1A31', status: 0x60, statusNames: [] },
  ]);
  expect(SCAN_WORDS.kwp2000.dtcs(wire('58'))).toBeUndefined();
  expect(SCAN_WORDS.uds.dtcs(wire('62f190'))).toBeUndefined();
});

test('[SHP-R410] everybody is asked by ISO 14230-3 only where everybody speaks it', () => {
  expect(everybodys(SAMPLE_CAR_KWP2000.units)).toBe('kwp2000');
  expect(everybodys(SAMPLE_CAR.units)).toBe('uds');
  expect(everybodys([...SAMPLE_CAR.units, ...SAMPLE_CAR_KWP2000.units])).toBe('uds');
  expect(everybodys([])).toBe('uds');
});
