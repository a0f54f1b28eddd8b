import { readFileSync } from 'node:fs';
import { bytesOf, concat, hex, uintBytes } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { Heard } from '@baylink/testing';
import { openElmLink } from '@baylink/transport-vehicle/elm';
import { ENGINE } from '@baylink/twin';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VehicleRig } from '../vehicle.rig.js';

let bench: VehicleRig;
beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(() => bench.clear());

const ADDRESS = 0x20000;
const IMAGE = Uint8Array.from({ length: 6_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
const PENDING = /^7f..78$/;

test('the sample car is flashed through an STN, measured at every block, and has what was sent', {
  timeout: 60_000,
}, async () => {
  const vehicle = await bench.start({ elm: bench.at('elm'), dump: [`engine:${bench.at('engine.bin')}`] });
  const link = openElmLink({ place: { kind: 'serial', path: bench.at('elm') }, units: [ENGINE], clock: systemClock() });
  const heard = new Heard(link);
  expect(await link.open()).toEqual({ ok: true, value: undefined });
  let taken = 0;
  const ask = async (request: Uint8Array): Promise<string> => {
    const sent = await link.send({ to: 'unit', unit: ENGINE }, request);
    if (!sent.ok) return sent.error.message;
    for (;;) {
      const messages = await heard.until('message', ++taken);
      const answer = hex(messages[taken - 1]?.bytes ?? bytesOf());
      if (!PENDING.test(answer)) return answer;
    }
  };
  expect(await ask(bytesOf(0x10, 0x03))).toMatch(/^5003/);
  expect(await ask(bytesOf(0x10, 0x02))).toMatch(/^5002/);
  const seed = (await ask(bytesOf(0x27, 0x01))).slice(4);
  const key = Uint8Array.from(Buffer.from(seed, 'hex'), (byte) => byte ^ 0xff);
  expect(await ask(concat(bytesOf(0x27, 0x02), key))).toBe('6702');
  const range = concat(bytesOf(0x44), uintBytes(ADDRESS, 4), uintBytes(IMAGE.length, 4));
  expect(await ask(concat(bytesOf(0x31, 0x01, 0xff, 0x00), range))).toMatch(/^7101ff00/);
  const [, longest = ''] = /^74[1-4]0(.+)$/.exec(await ask(concat(bytesOf(0x34, 0x00), range))) ?? [];
  const block = Number.parseInt(longest, 16) - 2;
  for (let at = 0, counter = 1; at < IMAGE.length; at += block, counter++) {
    const sent = concat(bytesOf(0x36, counter), IMAGE.subarray(at, at + block));
    expect(await ask(sent)).toBe(`76${hex(bytesOf(counter))}`);
    expect((await link.readVoltage?.())?.ok).toBe(true);
  }
  expect(await ask(bytesOf(0x37))).toMatch(/^77/);
  expect(link.counters()).toMatchObject({ errors: 0, lostFlowControls: 0 });
  await link.close();
  expect(vehicle.dump()).toEqual([]);
  const flash = readFileSync(bench.at('engine.bin'));
  expect(flash.subarray(ADDRESS - 0x8000, ADDRESS - 0x8000 + IMAGE.length).equals(IMAGE)).toBe(true);
});
