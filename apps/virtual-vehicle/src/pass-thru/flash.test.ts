import { readFileSync } from 'node:fs';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openJ2534CanLink, openJ2534Link } from '@baylink/transport-vehicle/j2534';
import { ENGINE } from '@baylink/twin';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { flashEngine, holdsImage } from '../test/flashing.rig.js';
import { VehicleRig } from '../vehicle.rig.js';
import { clock, passThruLibrary } from './test/adapter.rig.js';

const built = await passThruLibrary();
let bench: VehicleRig;
beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(() => bench.clear());
afterAll(built.clear);

describe.skipIf(built.skip !== undefined)('the sample car behind a pass-thru library', () => {
  const { library, library0500, hostScript } = built;
  const inAdapter = (path: string) => (device: string) =>
    openJ2534Link({ library: path, device, hostScript, clock, units: [ENGINE] });
  const overFrames = (path: string) => (device: string) =>
    openIsoTpLink({ canLink: openJ2534CanLink({ library: path, device, hostScript, clock }), units: [ENGINE], clock });
  const WAYS = {
    'ISO 15765 in the adapter': inAdapter(library),
    'ISO-TP of our own over raw CAN': overFrames(library),
    'logical channels of 05.00': inAdapter(library0500),
    'ISO-TP of our own over raw CAN of 05.00': overFrames(library0500),
  };

  test.each(Object.entries(WAYS))(
    '[C43] is flashed, and has what was sent: %s',
    { timeout: 60_000 },
    async (_, make) => {
      const vehicle = await bench.start({ j2534: bench.at('vci'), dump: [`engine:${bench.at('engine.bin')}`] });
      const link = make(bench.at('vci'));
      await flashEngine(link);
      expect(vehicle.dump()).toEqual([]);
      expect(holdsImage(readFileSync(bench.at('engine.bin')))).toBe(true);
    },
  );

  test('tells its voltage, which is that of its battery', async () => {
    const vehicle = await bench.start({ j2534: bench.at('vci') });
    const link = openJ2534Link({ library, device: bench.at('vci'), hostScript, clock, units: [ENGINE] });
    await link.open();
    const read = await link.readVoltage?.();
    await link.close();
    expect(read?.ok && Math.abs(read.value - vehicle.car.voltage())).toBeLessThan(500);
  });

  test('without a car at the socket the adapter says so', async () => {
    const link = openJ2534Link({ library, device: '/nowhere/vci', hostScript, clock, units: [ENGINE] });
    expect(await link.open()).toMatchObject({
      ok: false,
      error: { kind: 'lost', message: expect.stringContaining('no virtual vehicle listens at that socket') },
    });
  });
});
