import { readFileSync } from 'node:fs';
import { systemClock } from '@baylink/kernel/system';
import { openElmLink } from '@baylink/transport-vehicle/elm';
import { ENGINE } from '@baylink/twin';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { flashEngine, holdsImage } from '../test/flashing.rig.js';
import { VehicleRig } from '../vehicle.rig.js';

let bench: VehicleRig;
beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(() => bench.clear());

test('the sample car is flashed through an STN, measured at every block, and has what was sent', {
  timeout: 60_000,
}, async () => {
  const vehicle = await bench.start({ elm: bench.at('elm'), dump: [`engine:${bench.at('engine.bin')}`] });
  const link = openElmLink({ place: { kind: 'serial', path: bench.at('elm') }, units: [ENGINE], clock: systemClock() });
  await flashEngine(link, async () => expect((await link.readVoltage?.())?.ok).toBe(true));
  expect(link.counters()).toMatchObject({ errors: 0, lostFlowControls: 0 });
  expect(vehicle.dump()).toEqual([]);
  expect(holdsImage(readFileSync(bench.at('engine.bin')))).toBe(true);
});
