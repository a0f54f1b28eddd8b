import type { NewCase, Scan } from '@baylink/contracts';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { AgreementBook } from '../agreements/agreement-book.js';
import { AGREEMENTS } from '../agreements/agreements.table.js';
import { nodeDisk } from '../disk/node-disk.js';
import { CaseDesk } from './case-desk.js';

const INTAKE: NewCase = { vehicle: { make: 'baylink', model: 'x', year: 2020, vin: null }, complaint: 'noise' };
const unit = (number: number, vin: string | null, code: string): Scan['units'][number] => ({
  unit: number,
  name: 'u',
  vin,
  partNumber: null,
  hardware: null,
  softwareNumber: null,
  software: null,
  serial: null,
  fingerprint: null,
  session: null,
  dtcs: [{ code, text: code, status: 0x28, statusNames: [] }],
  problems: [],
});
const SCAN: Scan = { at: '2026-01-01T00:00:00Z', units: [unit(1, null, '042000'), unit(2, 'VIN', '017100')] };

async function open(folder: string): Promise<CaseDesk> {
  const desk = await CaseDesk.open(nodeDisk(), folder, new SimulatedClock());
  if (!desk.ok) throw new Error(desk.error);
  return desk.value;
}

test('[SHP-R60] a case outlives the shop client; what was allowed and scanned in it does not', async () => {
  const folder = tempFolder();
  const desk = await open(folder);
  await desk.begin('C'.repeat(22), INTAKE);
  desk.activeTests = true;
  desk.scanned(SCAN, true);
  const next = await open(folder);
  expect(next.open).toEqual({ id: 'C'.repeat(22), intake: INTAKE });
  expect([next.activeTests, next.scan, next.vin]).toEqual([false, null, null]);
  expect(next.diagnosis().known).toBe(false);
});

test('[SHP-R60] another case begins without scan and without allowance', async () => {
  const desk = await open(tempFolder());
  await desk.begin('C'.repeat(22), INTAKE);
  desk.activeTests = true;
  desk.scanned(SCAN, true);
  expect(desk.diagnosis()).toMatchObject({
    known: true,
    value: {
      vin: 'VIN',
      complete: true,
      findings: [
        { unit: 1, dtc: '042000' },
        { unit: 2, dtc: '017100' },
      ],
    },
  });
  await desk.begin('D'.repeat(22), INTAKE);
  expect([desk.activeTests, desk.diagnosis().known]).toEqual([false, false]);
  await desk.end();
  expect(desk.open).toBeUndefined();
});

test('[SHP-R61] only an agreement that is shown here, in this very version and text, is signed; it outlives the shop client', async () => {
  const [shown] = AGREEMENTS;
  if (!shown) throw new Error('no agreement to show');
  const folder = tempFolder();
  const book = async (): Promise<AgreementBook> => {
    const opened = await AgreementBook.open(nodeDisk(), folder, new SimulatedClock());
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  };
  const first = await book();
  const { id, version, sha256 } = shown;
  expect((await first.sign({ id: 'none', version, sha256 }, 'Tom')).ok).toBe(false);
  expect((await first.sign({ id, version: '0', sha256 }, 'Tom')).ok).toBe(false);
  expect((await first.sign({ id, version, sha256: '0'.repeat(64) }, 'Tom')).ok).toBe(false);
  expect(first.fact()).toMatchObject({ value: [] });
  expect((await first.sign({ id, version, sha256 }, 'Tom')).ok).toBe(true);
  expect((await book()).fact()).toMatchObject({ value: [{ id, version, sha256 }] });
  expect((await book()).signedBy(id, version)).toBe('Tom');
  expect((await book()).signedBy(id, '0')).toBeNull();
});
