import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '@baylink/kernel/system';
import { compileLibrary, passThruHostScript } from '@baylink/testing';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openJ2534CanLink, openJ2534Link } from '@baylink/transport-vehicle/j2534';
import { ENGINE } from '@baylink/twin';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { flashEngine, holdsImage } from '../../apps/virtual-vehicle/src/test/flashing.rig.js';
import { VehicleRig } from '../../apps/virtual-vehicle/src/vehicle.rig.js';
import { prepareNodeIa32, whyNoNodeIa32 } from '../../tools/node-ia32/node-ia32.mjs';

const SOURCES = join(import.meta.dirname, '../../apps/virtual-vehicle/pass-thru');
const SHARED = ['car.c', 'iso-tp.c', 'messages.c'].map((name) => join(SOURCES, name));
const why = whyNoNodeIa32();
if (why !== undefined) process.stderr.write(`${why}\n`);

/** Pass-thru libraries for a 32-bit processor, as nearly all makers have them: their host is a 32-bit Node.js, this side is not. */
describe.skipIf(why !== undefined)('a 32-bit pass-thru library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-ia32-'));
  const old = join(folder, 'car.so');
  const recent = join(folder, 'car-0500.so');
  let bench: VehicleRig;
  let ia32: { readonly node: string; readonly hostScript: string };

  beforeAll(async () => {
    const { node, folder: cache, compiler } = await prepareNodeIa32();
    ia32 = { node, hostScript: await passThruHostScript(cache) };
    expect(compileLibrary(SOURCES, old, [], compiler).ok).toBe(true);
    expect(compileLibrary(join(SOURCES, 'v0500'), recent, SHARED, compiler).ok).toBe(true);
  });
  afterAll(() => {
    if (ia32 !== undefined) rmSync(dirname(ia32.hostScript), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    bench = new VehicleRig();
  });
  afterEach(() => bench.clear());

  const clock = systemClock();
  const settings = (library: string) => ({ library, device: bench.at('vci'), clock, ...ia32 });

  test.each([
    ['04.04, ISO 15765 in the adapter', () => openJ2534Link({ ...settings(old), units: [ENGINE] })],
    ['05.00, logical channels', () => openJ2534Link({ ...settings(recent), units: [ENGINE] })],
    [
      '04.04, ISO-TP of our own',
      () => openIsoTpLink({ canLink: openJ2534CanLink(settings(old)), units: [ENGINE], clock }),
    ],
    [
      '05.00, ISO-TP of our own',
      () => openIsoTpLink({ canLink: openJ2534CanLink(settings(recent)), units: [ENGINE], clock }),
    ],
  ])('[C43][PTH-R1][PTH-R14] flashes the sample car: %s', async (_, make) => {
    const vehicle = await bench.start({ j2534: bench.at('vci'), dump: [`engine:${bench.at('engine.bin')}`] });
    await flashEngine(make());
    expect(vehicle.dump()).toEqual([]);
    expect(holdsImage(readFileSync(bench.at('engine.bin')))).toBe(true);
  });

  test('[PTH-R3] measures the voltage', async () => {
    const vehicle = await bench.start({ j2534: bench.at('vci') });
    const link = openJ2534Link({ ...settings(old), units: [ENGINE] });
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    const read = await link.readVoltage?.();
    await link.close();
    expect(read?.ok && Math.abs(read.value - vehicle.car.voltage())).toBeLessThan(500);
  });

  test('[PTH-R3] without a Node.js of its kind at a usual place it is refused with what to do', async () => {
    const { node: _, ...rest } = settings(old);
    const opened = await openJ2534Link({ ...rest, units: [ENGINE] }).open();
    expect(opened).toMatchObject({
      error: { message: expect.stringMatching(/made for ia32 \(ELF, 32 bits\), and this Node\.js is x64: install/) },
    });
  });
});
