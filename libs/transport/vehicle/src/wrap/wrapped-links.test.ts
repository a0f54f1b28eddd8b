import { byteCount, millivolts, ok } from '@baylink/kernel';
import {
  canLinkContract,
  canPair,
  diagnosticLinkContract,
  FaultPlan,
  faultyCanLink,
  faultyLink,
  Heard,
  SimulatedClock,
} from '@baylink/testing';
import { expect, test } from 'vitest';
import { FUNCTIONAL_REQUEST_ID, openIsoTpLink } from '../iso-tp/index.js';
import type { DiagnosticLink, UnitAddress } from '../link.js';
import { Recording, recorded, recordedCan } from '../recorder/index.js';
import { traced } from '../tracer/index.js';
import { forwardDiagnostic } from './index.js';

const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const NOBODY: UnitAddress = { logical: 0x1099, can: { request: 0x700, response: 0x708 } };
const TESTER: UnitAddress = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const EVERYBODY: UnitAddress = { logical: 0x0e01, can: { request: 0x7fe, response: FUNCTIONAL_REQUEST_ID } };
const NO_FAULT = new FaultPlan([]);

canLinkContract(
  'a bus in a recorder in a fault injector',
  async () => {
    const clock = new SimulatedClock();
    const { near, far, cut } = canPair(clock);
    const heard = new Heard(far);
    await far.open();
    return {
      link: faultyCanLink(recordedCan(near, new Recording(), clock), NO_FAULT, clock),
      onBus: async (count) => (await heard.until('frame', count)).map(({ frame }) => frame),
      fromBus: (frame) => void far.send(frame),
      cut,
      release: async () => {},
    };
  },
  'fd',
);

diagnosticLinkContract('a link in a tracer in a recorder in a fault injector', async () => {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const inner = openIsoTpLink({ canLink: pair.near, units: [ENGINE], clock });
  const link = faultyLink(
    recorded(
      traced(inner, () => {}, clock),
      new Recording(),
      clock,
    ),
    NO_FAULT,
    clock,
  );
  const unit = openIsoTpLink({ canLink: pair.far, units: [TESTER, EVERYBODY], clock });
  await unit.open();
  return {
    link,
    unit: ENGINE,
    stranger: NOBODY,
    answer: (handler) =>
      unit.listen(async (event) => {
        if (event.kind !== 'message') return;
        for (const answer of handler(event.bytes)) await unit.send({ to: 'unit', unit: TESTER }, answer);
      }),
    cut: pair.cut,
    release: async () => {},
  };
});

test('what a link can do beyond the least is there in its wrapping, and only then', async () => {
  const clock = new SimulatedClock();
  const plain = openIsoTpLink({ canLink: canPair(clock).near, units: [ENGINE], clock });
  const certificate = {
    adapter: 'a',
    longestMessage: byteCount(7),
    programming: { able: true, proof: 'tested' },
    sentences: [],
  } as const;
  const able: DiagnosticLink = {
    ...forwardDiagnostic(plain, {}),
    certificate: () => certificate,
    readVoltage: async () => ok(millivolts(12_000)),
  };
  const wrapped = recorded(
    traced(able, () => {}, clock),
    new Recording(),
    clock,
  );
  expect(wrapped.certificate()).toBe(certificate);
  expect(await wrapped.readVoltage?.()).toEqual(ok(millivolts(12_000)));
  expect(wrapped.kind).toBe(plain.kind);
  expect(Object.hasOwn(forwardDiagnostic(plain, {}), 'readVoltage')).toBe(plain.readVoltage !== undefined);
});
