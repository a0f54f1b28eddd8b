import type { UnitFinding } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { parseDid, parseValue } from './did.js';
import { chooseUnit, parseAddress } from './unit-choice.js';

const unit = (address: number, name: string): UnitFinding => ({
  unit: address,
  name,
  vin: null,
  partNumber: null,
  hardware: null,
  softwareNumber: null,
  software: null,
  serial: null,
  fingerprint: null,
  session: null,
  dtcs: [],
  problems: [],
});
const units = [unit(0x1000, 'gateway'), unit(0x1001, 'engine')];

test.each(['engine', 'Engine', '0x1001', '4097'])('"%s" is the engine unit', (text) => {
  expect(chooseUnit(units, text)).toMatchObject({ ok: true, value: { unit: 0x1001 } });
});

test.each(['door', '0x1005', '0x110001', ''])(
  '"%s" is no unit, and the sentence names those that are there',
  (text) => {
    const chosen = chooseUnit(units, text);
    expect(chosen.ok ? '' : chosen.error).toContain('gateway (0x1000), engine (0x1001)');
  },
);

test('an address is sixteen bits', () => {
  expect([parseAddress('0xffff'), parseAddress('65536'), parseAddress('engine')]).toEqual([
    0xffff,
    undefined,
    undefined,
  ]);
});

test('identifiers and values are hex, whole and not empty', () => {
  expect([parseDid('F190'), parseDid('0x0600'), parseValue('01 A0')]).toEqual([0xf190, 0x0600, '01a0']);
  for (const text of ['', 'F1900', 'vin']) expect(() => parseDid(text)).toThrow('no data identifier');
  for (const text of ['', '0', 'zz']) expect(() => parseValue(text)).toThrow('no value');
});
