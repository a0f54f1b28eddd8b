import { type Clock, fromHex, ok } from '@baylink/kernel';
import { UNKNOWN_VEHICLE } from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import type { CanLink, UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { createSampleCar } from '@baylink/twin';
import { expect, test } from 'vitest';
import { AWAKE, READING } from '../../test/car-bench.js';
import { SimBus } from '../link/sim-bus.js';
import { openSimLink } from '../link/sim-link.js';
import { scanVehicle } from '../scan/vehicle-scan.js';
import { reachableUnits } from './reachable-units.js';
import { VehicleSide } from './vehicle-side.js';

type Units = readonly UnitAddress[];

const sampleCar = (units: Units, clock: Clock) => openSimLink({ script: [], units, clock });

/** Of the sample car, which answers to both, what a car with 29-bit identifiers alone has. */
function extendedAlone(units: Units, clock: Clock) {
  const bus = new SimBus(createSampleCar({ at: clock.now(), chance: 1, script: [] }), clock);
  const canLink: CanLink = {
    kind: bus.kind,
    open: () => bus.open(),
    listen: (listener) => bus.listen(listener),
    send: async (frame) => (frame.extended ? bus.send(frame) : ok()),
    close: () => bus.close(),
  };
  return openIsoTpLink({ canLink, units, clock });
}

/** A car at a shop that has no profile of it. */
async function nobodysCar(units: Units, linkTo = sampleCar) {
  const clock = new SimulatedClock();
  const side = new VehicleSide({
    makeLink: () => linkTo(units, clock),
    profile: UNKNOWN_VEHICLE,
    clock,
    recorder: { sent: () => ok(), received: () => undefined },
    visit: () => ({ recorded: true, activeTestsAllowed: false }),
    surroundings: () => READING.facts,
    running: () => undefined,
    hearLost: () => undefined,
    hearBack: () => undefined,
  });
  await side.open();
  await clock.advance(AWAKE);
  const passing = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const ended = work.finally(() => {
      done = true;
    });
    while (!done) await clock.advance(10);
    return ended;
  };
  return { side, clock, passing, ask: (unit: number, text: string) => passing(side.tester.ask(unit, bytes(text))) };
}

const bytes = (text: string): Uint8Array => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array();

async function scanned(units: Units, linkTo = sampleCar) {
  const { side, clock, passing } = await nobodysCar(units, linkTo);
  const scan = await passing(scanVehicle(side.tester, UNKNOWN_VEHICLE.units, clock, () => undefined));
  await side.close();
  return scan;
}

test('[SHP-R97] a car that is in no profile is scanned: its units are found where the standards put them', async () => {
  const scan = await scanned(reachableUnits(UNKNOWN_VEHICLE));
  if (!scan.ok) throw new Error(scan.error.sentence);
  expect(scan.value.complete).toBe(true);
  expect(scan.value.scan.units.map(({ name, unit, software, problems }) => [name, unit, software, problems])).toEqual([
    ['unit 0x07E0', 0x7e0, 'BLE-ENG-0100', []],
    ['unit 0x07E2', 0x7e2, expect.any(String), []],
    ['unit 0x07E4', 0x7e4, expect.any(String), []],
  ]);
});

test('[SHP-R97][ITP-R34] so is one whose units have 29-bit identifiers, by their address bytes', async () => {
  const scan = await scanned(reachableUnits(UNKNOWN_VEHICLE), extendedAlone);
  if (!scan.ok) throw new Error(scan.error.sentence);
  expect(scan.value.complete).toBe(true);
  expect(scan.value.scan.units.map(({ name, unit, software, problems }) => [name, unit, software, problems])).toEqual([
    ['unit 0x0010', 0x10, 'BLE-ENG-0100', []],
    ['unit 0x0040', 0x40, expect.any(String), []],
    ['unit 0x0060', 0x60, expect.any(String), []],
  ]);
});

test('[SHP-R101] a car that cannot be asked as a whole and of which nothing is known is a sentence, not an empty scan', async () => {
  expect(await scanned([])).toMatchObject({
    ok: false,
    error: { rule: 'SHP-R101', sentence: expect.stringMatching(/^No unit was found: .*profile of this vehicle\.$/) },
  });
});

test('[SHP-R97] the link is opened for the units of the profile where it lists some', () => {
  expect(reachableUnits(READING.profile)).toEqual(READING.profile.units.map(({ address }) => address));
});

const ENGINE = 0x7e0;

test('[SHP-R411][EFF-R18] a unit in no profile is put into the extended session after it has listed its trouble codes as ISO 14229-1 has it', async () => {
  const { side, clock, ask } = await nobodysCar(reachableUnits(UNKNOWN_VEHICLE));
  const refused = { ok: false, error: { rule: 'VRD-R7' } };
  const extended = { ok: true, value: { kind: 'positive' } };
  expect(await ask(ENGINE, '22 F1 90')).toMatchObject({ ok: true, value: { kind: 'positive' } });
  expect(await ask(ENGINE, '10 03')).toMatchObject(refused);
  expect(await ask(ENGINE, '19 02 FF')).toMatchObject({ ok: true, value: { kind: 'positive' } });
  expect(await ask(0x7e2, '10 03')).toMatchObject(refused);
  expect(await ask(ENGINE, '10 03')).toMatchObject(extended);
  expect(await ask(ENGINE, '10 02')).toMatchObject(refused);
  expect(await ask(ENGINE, '10 01')).toMatchObject(extended);
  await clock.advance(301_000);
  expect(await ask(ENGINE, '10 03')).toMatchObject(refused);
  await side.close();
});

/** The same car, its units by ISO 14230-3. */
const olderCar = (units: Units, clock: Clock) => {
  const bus = new SimBus(createSampleCar({ at: clock.now(), chance: 1, script: [], dialect: 'kwp2000' }), clock);
  return openIsoTpLink({ canLink: bus, units, clock });
};

test('[SHP-R411][EFF-R18] one that speaks ISO 14230-3 has no such list, and stays in its session', async () => {
  const { side, ask } = await nobodysCar(reachableUnits(UNKNOWN_VEHICLE), olderCar);
  expect(await ask(ENGINE, '19 02 FF')).toMatchObject({ ok: true, value: { kind: 'negative' } });
  expect(await ask(ENGINE, '10 03')).toMatchObject({ ok: false });
  await side.close();
});
