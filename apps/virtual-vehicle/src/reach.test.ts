import { existsSync, readlinkSync, symlinkSync } from 'node:fs';
import { fromHex, hex } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { ADAPTER_DEFAULTS, ADAPTER_START, type AdapterOut, slcanAdapter } from '@baylink/protocols/slcan';
import { Heard } from '@baylink/testing';
import type { DiagnosticLink, LinkEvent } from '@baylink/transport-vehicle';
import { discover, openDoipLink } from '@baylink/transport-vehicle/doip';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openKLineLink } from '@baylink/transport-vehicle/k-line';
import { openSlcanLink } from '@baylink/transport-vehicle/slcan';
import { ENGINE, SAMPLE_VIN } from '@baylink/twin';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPty } from './pty/index.js';
import type { Vehicle } from './vehicle.js';
import { VehicleRig } from './vehicle.rig.js';

const clock = systemClock();
const READ_VIN = '22f190';
const VIN_ANSWER = `62f190${hex(new TextEncoder().encode(SAMPLE_VIN))}`;
const UNITS = [ENGINE];
const links: DiagnosticLink[] = [];

let bench: VehicleRig;

beforeEach(() => {
  bench = new VehicleRig();
});

afterEach(async () => {
  for (const link of links.splice(0)) await link.close();
  await bench.clear();
});

async function ask(link: DiagnosticLink, request: string): Promise<string> {
  links.push(link);
  const answer = new Promise<string>((resolve) => {
    link.listen((event: LinkEvent) => {
      if (event.kind === 'message') resolve(hex(event.bytes));
      if (event.kind === 'closed') resolve(event.error?.message ?? 'closed');
    });
  });
  const opened = await link.open();
  if (!opened.ok) return opened.error.message;
  const sent = await link.send({ to: 'unit', unit: ENGINE }, fromHex(request) ?? new Uint8Array());
  return sent.ok ? answer : sent.error.message;
}

const overSlcan = (path: string) => openIsoTpLink({ canLink: openSlcanLink({ path, clock }), units: UNITS, clock });
const doipPort = ({ entrances }: Vehicle): number => Number(entrances.doip?.place.port);
const overDoip = (vehicle: Vehicle) =>
  openDoipLink({ host: '127.0.0.1', port: doipPort(vehicle), units: UNITS, clock });

test('a serial port on the pseudo-terminal finds a LAWICEL adapter with the car on its bus', async () => {
  const vehicle = await bench.start({ slcan: bench.at('can') });
  expect(readlinkSync(bench.at('can'))).toBe(vehicle.entrances.slcan?.place.device);
  expect(await ask(overSlcan(bench.at('can')), READ_VIN)).toBe(VIN_ANSWER);
});

test('a second tester may follow the first', async () => {
  await bench.start({ slcan: bench.at('can') });
  for (let i = 0; i < 2; i++) {
    expect(await ask(overSlcan(bench.at('can')), READ_VIN)).toBe(VIN_ANSWER);
    await links.pop()?.close();
  }
});

test('[C40] a tester on K-Line wakes the engine unit, reads it, and hears its OBD answer', async () => {
  await bench.start({ kLine: bench.at('kl') });
  const unit = { ...ENGINE, kLine: 0x10 };
  const link = openKLineLink({ path: bench.at('kl'), units: [unit], clock });
  links.push(link);
  const heard = new Heard(link);
  expect(await link.open()).toMatchObject({ ok: true });
  expect(await link.send({ to: 'unit', unit }, fromHex(READ_VIN) ?? new Uint8Array())).toMatchObject({ ok: true });
  expect(await link.send({ to: 'functional' }, Uint8Array.of(0x01, 0x0d))).toMatchObject({ ok: true });
  const messages = await heard.until('message', 2);
  expect(messages.map(({ from, bytes }) => [from.logical, hex(bytes)])).toEqual([
    [ENGINE.logical, VIN_ANSWER],
    [ENGINE.logical, '410d00'],
  ]);
});

test('a DoIP tester finds the gateway by UDP and the engine behind it by TCP', async () => {
  const vehicle = await bench.start({ doip: '127.0.0.1:0' });
  expect(await ask(overDoip(vehicle), READ_VIN)).toBe(VIN_ANSWER);
  const found = await discover({ host: '127.0.0.1', port: doipPort(vehicle), clock });
  expect(found.ok && found.value.entities.map(({ vin, logicalAddress }) => [vin, logicalAddress])).toEqual([
    [SAMPLE_VIN, 0x1000],
  ]);
});

test('a gateway that loses its supply drops its testers', async () => {
  const vehicle = await bench.start({ doip: '127.0.0.1:0' });
  const link = overDoip(vehicle);
  expect(await ask(link, READ_VIN)).toBe(VIN_ANSWER);
  const closed = new Promise((resolve) => link.listen((event) => event.kind === 'closed' && resolve('closed')));
  vehicle.car.feed({
    kind: 'action',
    action: { kind: 'battery', change: { kind: 'power', connected: false } },
  });
  expect(await closed).toBe('closed');
});

test('attached to a bus, the units answer there', async () => {
  const pty = await openPty(bench.at('bus'));
  if (!pty.ok) throw new Error(pty.error);
  const adapter = slcanAdapter(ADAPTER_DEFAULTS);
  let state = ADAPTER_START;
  let answered: (text: string) => void = () => undefined;
  const answer = new Promise<string>((resolve) => {
    answered = resolve;
  });
  const perform = (out: AdapterOut) => {
    if (out.kind === 'write') pty.value.write(out.bytes);
    if (out.kind === 'transmit') answered(`${out.frame.id.toString(16)} ${hex(out.frame.data)}`);
  };
  pty.value.listen((bytes) => {
    const turn = adapter.step(state, { kind: 'received', bytes }, clock.now());
    state = turn.state;
    turn.out.forEach(perform);
  });
  const vehicle = await bench.start({ attach: `slcan:${bench.at('bus')}` });
  const request = { id: 0x7e0, extended: false, data: Uint8Array.of(2, 0x3e, 0) };
  adapter.step(state, { kind: 'bus', frame: request }, clock.now()).out.forEach(perform);
  expect(await answer).toBe('7e8 027e00cccccccccc');
  await vehicle.stop();
  pty.value.close();
});

test('the link is gone when the vehicle has stopped', async () => {
  const vehicle = await bench.start({ slcan: bench.at('can') });
  await vehicle.stop();
  expect(existsSync(bench.at('can'))).toBe(false);
  await vehicle.stopped;
});

test('a link that a dead vehicle left behind is replaced', async () => {
  symlinkSync('/dev/pts/99999', bench.at('can'));
  await bench.start({ slcan: bench.at('can') });
  expect(existsSync(bench.at('can'))).toBe(true);
});
