import { fromHex, hex } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { Heard } from '@baylink/testing';
import { type ElmPlace, openElmLink } from '@baylink/transport-vehicle/elm';
import { ENGINE, SAMPLE_VIN } from '@baylink/twin';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VehicleRig } from '../vehicle.rig.js';

const clock = systemClock();
const VIN_ANSWER = `62f190${hex(new TextEncoder().encode(SAMPLE_VIN))}`;
let bench: VehicleRig;

beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(() => bench.clear());

async function readVin(place: ElmPlace): Promise<readonly [string, string, boolean]> {
  const link = openElmLink({ place, units: [ENGINE], clock });
  const heard = new Heard(link);
  const opened = await link.open();
  if (!opened.ok) throw new Error(opened.error.message);
  const sent = await link.send({ to: 'unit', unit: ENGINE }, fromHex('22f190') ?? new Uint8Array());
  if (!sent.ok) throw new Error(sent.error.message);
  const [message] = await heard.until('message');
  const voltage = await link.readVoltage?.();
  const adapter = link.certificate()?.adapter ?? '';
  await link.close();
  return [hex(message?.bytes ?? new Uint8Array()), adapter, voltage?.ok === true && voltage.value > 12_000];
}

test('an adapter on a pseudo-terminal has the car on its bus and its battery at the plug; a second tester may follow', async () => {
  await bench.start({ elm: `${bench.at('elm')}?as=elm14` });
  const place = { kind: 'serial', path: bench.at('elm') } as const;
  for (let tester = 0; tester < 2; tester++) expect(await readVin(place)).toEqual([VIN_ANSWER, 'ELM327 v1.4b', true]);
});

test('without a wish it is an STN, and behind TCP it is the same', async () => {
  const vehicle = await bench.start({ elmTcp: '0' });
  const port = Number(vehicle.entrances.elmTcp?.place.port);
  expect(await readVin({ kind: 'tcp', host: '127.0.0.1', port })).toEqual([VIN_ANSWER, 'STN1110 v4.2.1', true]);
});

test.each([
  [{ elm: '/tmp/x?as=elm99' }, /there is no adapter "elm99"/],
  [{ elm: '?as=elm14' }, /say where the adapter shall be/],
  [{ elmTcp: '70000' }, /from 0 to 65535/],
] as const)('%j is refused in one sentence', async (options, words) => {
  expect(await bench.refusal(options)).toMatch(words);
});
