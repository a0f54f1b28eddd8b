import type { UnitFinding } from '@baylink/contracts';
import { SAMPLE_CAR } from '@baylink/safety';
import { expect, test } from 'vitest';
import { unitProfileOf } from '../use-profile.js';
import type { FirmwareReport } from './firmware-report.js';
import { fits } from './fits.js';

const engine = unitProfileOf(SAMPLE_CAR, 0x1001);
const unit: UnitFinding = {
  unit: 0x1001,
  name: 'Engine',
  vin: null,
  partNumber: null,
  hardware: 'ENG-HW-07',
  softwareNumber: null,
  software: 'ENG-0300',
  serial: null,
  fingerprint: null,
  session: null,
  dtcs: [],
  problems: [],
};
const report = (address: number, size: number, hardwareId?: string): FirmwareReport => ({
  format: 's-record',
  title: null,
  records: 1,
  segments: [{ address, size, crc32: '00000000' }],
  dataBytes: size,
  crc32: '00000000',
  sha256: '0'.repeat(64),
  checks: [],
  labels: {},
  dataFormat: 0,
  fileBytes: size,
  header: hardwareId === undefined ? null : { softwareId: 'ENG-0417', hardwareId, version: '1' },
});
const memory = (address: number, size: number) => fits(report(address, size), unit, engine)[0];

test('the memory of the engine unit begins and ends where its profile says', () => {
  expect(memory(0x8000, 0xf8000)?.holds).toBe(true);
  expect(memory(0x7fff, 2)?.holds).toBe(false);
  expect(memory(0xfffff, 2)?.holds).toBe(false);
  expect(memory(0xfffff, 2)?.sentence).toContain('0x00100000');
});

test('hardware: equal, other, not said', () => {
  const hardware = (id?: string) => fits(report(0x8000, 16, id), unit, engine)[1]?.holds;
  expect(hardware('ENG-HW-07')).toBe(true);
  expect(hardware('ENG-HW-08')).toBe(false);
  expect(hardware()).toBe('unknown');
});

test('a unit without a profile is judged at the shop', () => {
  expect(fits(report(0x8000, 16), unit, undefined)[0]?.holds).toBe('unknown');
});
