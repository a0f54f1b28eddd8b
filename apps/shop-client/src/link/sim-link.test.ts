import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_CAR } from '@baylink/safety';
import { expect, test } from 'vitest';
import { awakeCar, BODY, ENGINE } from '../../test/car-bench.js';
import { tempFolder } from '../../test/temp-folder.js';
import { scanVehicle } from '../scan/vehicle-scan.js';
import { parseLinkSpec } from './link-spec.js';
import { loadSimScript } from './sim-link.js';

function scripted(text: string): string {
  const path = join(tempFolder(), 'car.script');
  writeFileSync(path, text);
  return path;
}
function simulated(text: string) {
  const script = loadSimScript(scripted(text));
  if (!script.ok) throw new Error(script.error);
  return script.value;
}

test('[SHP-R30] --link sim:SCRIPT scans the sample car: every unit, who it is and what it complains about', async () => {
  const { tester, clock, outcome } = await awakeCar(simulated('[]'));
  const heard: string[] = [];
  const scan = await outcome(scanVehicle(tester, SAMPLE_CAR.units, clock, ({ sentence }) => heard.push(sentence)));
  if (!scan.ok) throw new Error(scan.error.sentence);
  expect(scan.value.complete).toBe(true);
  expect(scan.value.scan.units.map(({ name, vin }) => [name, vin])).toEqual(
    ['gateway', 'engine', 'body'].map((name) => [name, 'XBLTWN0A5SC000042']),
  );
  expect(scan.value.scan.units[1]).toMatchObject({
    unit: ENGINE,
    partNumber: 'BL-906-018-AK',
    hardware: 'BLE-HW-07',
    software: 'BLE-ENG-0100',
    serial: 'ENG-24-000317',
    session: 1,
    dtcs: [{ code: '042000', status: 0x28 }, { code: '017100' }],
  });
  expect(scan.value.scan.units[2]?.dtcs.map(({ code }) => code)).toEqual(['9A3115']);
  expect(heard[0]).toBe('Asking every unit whether it is there.');
  expect(heard.at(-1)).toBe('The scan is complete.');
});

test('[SHP-R30] a unit that keeps silent is in the scan with its problems, and the scan is not complete', async () => {
  const { tester, clock, outcome } = await awakeCar(simulated('{"at":0,"do":"silence","unit":"body","for":600000}'));
  const scan = await outcome(scanVehicle(tester, SAMPLE_CAR.units, clock, () => undefined));
  if (!scan.ok) throw new Error(scan.error.sentence);
  expect(scan.value.complete).toBe(false);
  const body = scan.value.scan.units.find(({ unit }) => unit === BODY);
  expect(body).toMatchObject({ vin: null, dtcs: [] });
  expect(body?.problems[0]).toMatch(/^0xF190: no answer within \d+ ms/);
});

test('[SHP-R97] units that the profile does not know are found by their answer, and read', async () => {
  const { tester, clock, outcome } = await awakeCar(simulated('[]'));
  const [gateway] = SAMPLE_CAR.units;
  const scan = await outcome(scanVehicle(tester, gateway === undefined ? [] : [gateway], clock, () => undefined));
  if (!scan.ok) throw new Error(scan.error.sentence);
  expect(scan.value.complete).toBe(true);
  expect(scan.value.scan.units.map(({ name, software }) => [name, software])).toEqual([
    ['gateway', expect.any(String)],
    ['unit 0x1001', 'BLE-ENG-0100'],
    ['unit 0x1002', expect.any(String)],
  ]);
});

test('[SHP-R30] what a unit refuses is told with its NRC', async () => {
  const script = '{"at":0,"do":"refuse","unit":"engine","service":"19","nrc":"31","count":1}';
  const { tester, clock, outcome } = await awakeCar(simulated(script));
  const scan = await outcome(scanVehicle(tester, SAMPLE_CAR.units, clock, () => undefined));
  expect(scan.ok && scan.value.scan.units[1]?.problems.at(-1)).toMatch(/^trouble codes: the unit refused: NRC 0x31/);
});

test('[SHP-R30] a simulated car that is closed takes nothing more, and what was on its way is answered', async () => {
  const { link, door, pass, clock } = await awakeCar();
  const sent = door.send(pass(Uint8Array.of(0x22, 0xf1, 0x90)));
  await link.close();
  expect((await sent).ok).toBe(false);
  expect(await door.send(pass(Uint8Array.of(0x3e, 0x00)))).toMatchObject({ ok: false, error: { kind: 'link' } });
  expect(clock.pending).toBe(0);
});

test.each([
  ['slcan:/dev/ttyACM0', { kind: 'slcan', place: { path: '/dev/ttyACM0' } }],
  [
    'slcan:/dev/ttyACM0?bitrate=250000&fd=2000000',
    { kind: 'slcan', place: { path: '/dev/ttyACM0', bitRate: 250_000, dataBitRate: 2_000_000 } },
  ],
  ['doip:192.0.2.10', { kind: 'doip', place: { host: '192.0.2.10', port: 13400 } }],
  ['doip:gateway.local:13401', { kind: 'doip', place: { host: 'gateway.local', port: 13401 } }],
  ['doip:[::1]:13401', { kind: 'doip', place: { host: '::1', port: 13401 } }],
  ['doip:[fe80::1]', { kind: 'doip', place: { host: 'fe80::1', port: 13400 } }],
])('[SHP-R31] --link %s names a link', (text, link) => {
  expect(parseLinkSpec(text)).toMatchObject({ ok: true, value: link });
});

test.each([
  '',
  'slcan',
  'slcan:',
  'usb:1',
  'doip:',
  'doip:host:0',
  'doip:host:65536',
  'doip:host:x',
  'doip::13400',
  'doip:fe80::1',
])('[SHP-R31] --link %s is refused with the forms that there are', (text) => {
  const spec = parseLinkSpec(text);
  expect(spec).toMatchObject({ ok: false, error: expect.stringMatching(/^--link .*doip:(HOST|192\.0\.2\.10|\[2001)/) });
});

test('[SHP-R31] a script that cannot be read or understood is one sentence', () => {
  const missing = join(tempFolder(), 'none');
  expect(parseLinkSpec(`sim:${missing}`)).toMatchObject({
    ok: false,
    error: expect.stringContaining('cannot be read'),
  });
  const odd = scripted('{"at":0,"do":"explode"}');
  expect(parseLinkSpec(`sim:${odd}`)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^--link sim:.*entry 1/),
  });
});
