import type { ExpertCertificate, ProgrammingPlan, UnitFinding } from '@baylink/contracts';
import { profileOf } from '@baylink/safety';
import { expect, test } from 'vitest';
import type { KnownHere } from './facts-known-here.js';
import type { FirmwareReport } from './firmware-report.js';
import { previewGates } from './preview-gates.js';

const VIN = 'WBYSAMPLE00000042';
const WALL = Date.parse('2026-11-21T09:50:00Z');
const SHA = 'ab'.repeat(32);

const finding = (unit: number): UnitFinding => ({
  unit,
  name: 'unit',
  vin: VIN,
  partNumber: 'P',
  hardware: 'H',
  softwareNumber: null,
  software: 'S',
  serial: '1',
  fingerprint: null,
  session: 1,
  dtcs: [],
  problems: [],
});
const report: FirmwareReport = {
  format: 's-record',
  title: null,
  records: 1,
  segments: [{ address: 0x8000, size: 16, crc32: '00000000' }],
  dataBytes: 16,
  crc32: '00000000',
  sha256: SHA,
  checks: [],
  labels: {},
  dataFormat: 0,
  fileBytes: 100,
  header: null,
};
const certificate = (effects: ExpertCertificate['effects']): ExpertCertificate => ({
  v: 1,
  serial: 's'.repeat(22),
  iss: 'i'.repeat(43),
  organisation: 'Org',
  sub: 'k'.repeat(43),
  name: 'Ada',
  jwk: { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) },
  effects,
  makes: ['*'],
  iat: 0,
  nbf: 0,
  exp: WALL / 1000 + 3600,
});
const plan: ProgrammingPlan = {
  v: 1,
  job: 'j'.repeat(22),
  case: 'c'.repeat(22),
  visit: 'v'.repeat(22),
  shopNonce: 'n'.repeat(22),
  target: { vin: VIN, unit: 0x1001, partNumber: 'P', hardware: 'H', software: 'S', serial: '1' },
  recovery: { method: 'restore-backup' },
  agreements: [],
  setAside: [],
  iat: 0,
  exp: WALL / 1000 + 60,
  kind: 'programming',
  file: { name: 'f.s19', sha256: SHA, size: 100 },
  snapshot: [],
};

function known(volts: number, more: Partial<KnownHere> = {}): KnownHere {
  // Fourteen seconds at 10 Hz with a little life in it, as a supply sends them.
  const samples = Array.from({ length: 140 }, (_, i) => ({
    second: WALL / 1000 - 14 + i / 10,
    volts: volts + (i % 2) / 1000,
  }));
  const last = { kind: 'voltage', at: '', millivolts: Math.round(volts * 1000), source: 'PSU', sentence: '' } as const;
  return {
    model: {
      voltage: { last, samples },
      scan: { state: 'done', scan: { at: '', units: [0x1000, 0x1001, 0x1002].map(finding) } },
    },
    unit: finding(0x1001),
    report,
    signed: false,
    profile: profileOf('sample-car'),
    certificate: certificate(['observe', 'program']),
    wall: WALL,
    ...more,
  };
}

const refusals = (here: KnownHere) =>
  previewGates(here, plan)
    .judged.filter(({ holds }) => !holds)
    .map(({ gate }) => gate);

test('with everything as it must be, nothing that can be seen from here says no', () => {
  expect(refusals(known(13.9))).toEqual([]);
});

test.each<[string, KnownHere, string]>([
  ['voltage below the band', known(13.2), 'VOLTAGE_CHECK'],
  ['a certificate without programming', known(13.9, { certificate: certificate(['observe']) }), 'AUTHORITY'],
  ['another unit in the scan', known(13.9, { unit: { ...finding(0x1001), serial: '2' } }), 'IDENTITY_MATCH'],
  ['another file than planned', known(13.9, { report: { ...report, sha256: 'cd'.repeat(32) } }), 'CHECKSUM_MATCH'],
  [
    'a unit that the scan did not reach',
    known(13.9, {
      model: { ...known(13.9).model, scan: { state: 'done', scan: { at: '', units: [finding(0x1001)] } } },
    }),
    'DIAGNOSIS_FIRST',
  ],
])('%s is seen here already', (_, here, gate) => {
  expect(refusals(here)).toEqual([gate]);
});

test('what only the shop knows is never claimed', () => {
  expect(previewGates(known(13.9), plan).atShop).toEqual([
    'DUAL_BACKUP',
    'USER_ACKNOWLEDGMENT',
    'LINK_QUALITY',
    'VEHICLE_STATE',
    'RECOVERY_PLAN',
    'AGREEMENTS',
  ]);
});
