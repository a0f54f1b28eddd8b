import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@baylink/kernel/system';
import { compileLibrary } from '@baylink/testing';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { discover } from '../../apps/shop-client/src/discover/discover.js';
import { VehicleRig } from '../../apps/virtual-vehicle/src/vehicle.rig.js';

/* Everything that the virtual vehicle can be reached by, as a shop finds it. */
const folder = mkdtempSync(join(tmpdir(), 'baylink-discovery-'));
const SOURCES = fileURLToPath(new URL('../../apps/virtual-vehicle/pass-thru', import.meta.url));
const library = compileLibrary(SOURCES, join(folder, 'car.so'));
const clock = systemClock();
let bench: VehicleRig;
beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(() => bench.clear());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = async (...places: string[]) => {
  const discovered = await discover({ places, doip: undefined }, clock);
  if (!discovered.ok) throw new Error(discovered.error);
  return discovered.value.findings.map(({ sentences, ...finding }) => ({ ...finding, said: sentences.join(' ') }));
};

test('[SHP-R67] adapters and instruments on serial ports are named, and said what they can', async () => {
  const { at } = bench;
  const places = { slcan: at('can'), elm: at('elm'), kLine: at('k'), supply: at('supply') };
  await bench.start({ ...places, supply: `${places.supply}?dialect=korad` });
  expect(await found(places.slcan, places.elm, places.kLine, places.supply)).toMatchObject([
    { link: `slcan:${places.slcan}`, name: 'SLCAN adapter, version 1013', programming: 'claimed', millivolts: null },
    { link: `elm:${places.elm}`, name: 'STN1110 v4.2.1', programming: true, millivolts: expect.any(Number) },
    { link: `kline:${places.kLine}`, name: expect.stringContaining('K-Line'), programming: null },
    {
      link: null,
      name: expect.stringMatching(/^bench supply .*KA3005P/),
      millivolts: expect.any(Number),
      said: expect.stringContaining(`--voltage supply:${places.supply}?dialect=korad`),
    },
  ]);
});

test.skipIf(!library.ok)('[SHP-R67] a pass-thru library is opened, and tells what it is', async () => {
  await bench.start({ j2534: bench.at('vci') });
  const spec = `j2534:${join(folder, 'car.so')}?device=${bench.at('vci')}`;
  expect(await found(spec)).toMatchObject([
    {
      link: spec,
      name: 'car.so 1.0, firmware virtual 1.0',
      programming: 'claimed',
      millivolts: expect.any(Number),
      said: expect.stringContaining('long messages were not tried'),
    },
  ]);
});
