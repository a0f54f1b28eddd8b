import { readFileSync } from 'node:fs';
import { bytesOf, concat, hex, uintBytes } from '@baylink/kernel';
import { Heard } from '@baylink/testing';
import type { DiagnosticLink } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openJ2534CanLink, openJ2534Link } from '@baylink/transport-vehicle/j2534';
import { ENGINE } from '@baylink/twin';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VehicleRig } from '../vehicle.rig.js';
import { clock, passThruLibrary } from './test/adapter.rig.js';

const built = await passThruLibrary();
let bench: VehicleRig;
beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(() => bench.clear());
afterAll(built.clear);

const ADDRESS = 0x20000;
const IMAGE = Uint8Array.from({ length: 12_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
const PENDING = /^7f..78$/;

/** Asks and answers as hex; "response pending" is waited through. */
async function tester(link: DiagnosticLink) {
  const heard = new Heard(link);
  expect(await link.open()).toEqual({ ok: true, value: undefined });
  let taken = 0;
  return async (request: Uint8Array): Promise<string> => {
    const sent = await link.send({ to: 'unit', unit: ENGINE }, request);
    if (!sent.ok) return sent.error.message;
    for (;;) {
      const messages = await heard.until('message', ++taken);
      const answer = hex(messages[taken - 1]?.bytes ?? bytesOf());
      if (!PENDING.test(answer)) return answer;
    }
  };
}

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
      const ask = await tester(link);
      expect(await ask(bytesOf(0x10, 0x03))).toMatch(/^5003/);
      expect(await ask(bytesOf(0x10, 0x02))).toMatch(/^5002/);
      const seed = (await ask(bytesOf(0x27, 0x01))).slice(4);
      const key = Uint8Array.from(Buffer.from(seed, 'hex'), (byte) => byte ^ 0xff);
      expect(await ask(concat(bytesOf(0x27, 0x02), key))).toBe('6702');
      const range = concat(bytesOf(0x44), uintBytes(ADDRESS, 4), uintBytes(IMAGE.length, 4));
      expect(await ask(concat(bytesOf(0x31, 0x01, 0xff, 0x00), range))).toMatch(/^7101ff00/);
      const [, longest = ''] = /^74[1-4]0(.+)$/.exec(await ask(concat(bytesOf(0x34, 0x00), range))) ?? [];
      const block = Number.parseInt(longest, 16) - 2;
      for (let at = 0, counter = 1; at < IMAGE.length; at += block, counter++)
        expect(await ask(concat(bytesOf(0x36, counter), IMAGE.subarray(at, at + block)))).toBe(
          `76${hex(bytesOf(counter))}`,
        );
      expect(await ask(bytesOf(0x37))).toMatch(/^77/);
      await link.close();
      expect(vehicle.dump()).toEqual([]);
      const flash = readFileSync(bench.at('engine.bin'));
      expect(flash.subarray(ADDRESS - 0x8000, ADDRESS - 0x8000 + IMAGE.length).equals(IMAGE)).toBe(true);
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
