import { plan, type UnitFinding } from '@baylink/contracts';
import { expect, test } from 'vitest';
import type { Welcome } from '../visit-model.js';
import { type PlanOccasion, planHead } from './plan-head.js';

const id = (letter: string) => letter.repeat(22);
const welcome: Welcome = {
  kind: 'welcome',
  id: id('a'),
  nonce: id('n'),
  expertNonce: id('e'),
  shop: 's'.repeat(43),
  shopName: 'Shop',
  version: 1,
  time: 0,
  vehicle: { vin: null, make: 'baylink', profile: 'sample-car' },
  agreements: [{ id: 'terms', version: '2', sha256: '0'.repeat(64), title: 'Terms' }],
  runs: [],
};
const occasion: PlanOccasion = {
  caseId: id('c'),
  visitId: id('v'),
  welcome,
  wall: 1_000_500,
  chance: { bytes: (length) => new Uint8Array(length).fill(7) },
};
const body: UnitFinding = {
  unit: 0x1002,
  name: 'Body',
  vin: 'WBYSAMPLE00000042',
  partNumber: 'P',
  hardware: 'H',
  softwareNumber: null,
  software: 'S',
  serial: '1',
  fingerprint: null,
  session: 1,
  dtcs: [],
  problems: [],
};

test('head and writes together are a plan of the contract, bound to this visit and this shop', () => {
  const head = planHead(body, [], occasion);
  if (!head.ok) throw new Error(head.error);
  const whole = plan.parse({
    ...head.value,
    kind: 'coding',
    recovery: { method: 'write-old-values' },
    writes: [{ did: 0x601, before: '00', after: '01' }],
  });
  expect(whole).toMatchObject({ case: id('c'), visit: id('v'), shopNonce: id('n'), iat: 1000, exp: 2800 });
  expect(whole.agreements).toEqual([{ id: 'terms', version: '2', sha256: '0'.repeat(64) }]);
});

test('a unit that did not say who it is gets no plan', () => {
  const head = planHead({ ...body, serial: null, hardware: null }, [], occasion);
  expect(!head.ok && head.error).toContain('hardware id (F191), serial number (F18C)');
});
