import type { UnitFinding } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { inUrgency } from './dtc-urgency.js';

const unit = (address: number, ...dtcs: [code: string, ...names: string[]][]): UnitFinding => ({
  unit: address,
  name: 'unit',
  vin: null,
  partNumber: null,
  hardware: null,
  softwareNumber: null,
  software: null,
  serial: null,
  fingerprint: null,
  session: null,
  problems: [],
  dtcs: dtcs.map(([code, ...statusNames]) => ({ code, text: code, status: 0, statusNames })),
});

test('lamp before failing before confirmed before pending, whatever the unit', () => {
  const rows = inUrgency([
    unit(1, ['P', 'pendingDTC'], ['C', 'confirmedDTC', 'pendingDTC']),
    unit(2, ['L', 'warningIndicatorRequested'], ['F', 'testFailed']),
  ]);
  expect(rows.map(({ dtc }) => dtc.code)).toEqual(['L', 'F', 'C', 'P']);
});

test('a status name that is no bit of the standard weighs nothing', () => {
  const rows = inUrgency([unit(1, ['A', 'constructor', 'toString'], ['B', 'pendingDTC'])]);
  expect(rows.map(({ dtc }) => dtc.code)).toEqual(['B', 'A']);
});
