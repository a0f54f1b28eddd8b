import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, hex, millis } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { SAMPLE_CAR } from '@baylink/safety';
import { compileLibrary, FaultPlan, faultyLink, Heard } from '@baylink/testing';
import type { DiagnosticLink, LinkEvent, UnitAddress } from '@baylink/transport-vehicle';
import { Recording, recorded } from '@baylink/transport-vehicle/recorder';
import { traced } from '@baylink/transport-vehicle/tracer';
import { SAMPLE_VIN } from '@baylink/twin';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { LINK_KINDS } from '../../apps/shop-client/src/link/link-kinds.table.js';
import { parseLinkSpec } from '../../apps/shop-client/src/link/link-spec.js';
import { openFileTap } from '../../apps/shop-client/src/tap/file-tap.js';
import { messagesOf } from '../../apps/shop-client/src/tap/reading/channels.js';
import { readTap } from '../../apps/shop-client/src/tap/reading/chunk.js';
import { pair } from '../../apps/shop-client/src/tap/reading/conversation.js';
import type { Vehicle } from '../../apps/virtual-vehicle/src/vehicle.js';
import { VehicleRig } from '../../apps/virtual-vehicle/src/vehicle.rig.js';
import type { VehicleOptions } from '../../apps/virtual-vehicle/src/vehicle-options.js';

/** How the sample car is reached by one kind of link: the vehicle's options, and what stands behind `--link`. */
interface Way {
  readonly vehicle: (at: (name: string) => string) => VehicleOptions;
  readonly link: (at: (name: string) => string, vehicle: Vehicle) => string;
  /** Why it cannot be tried on this machine. */
  readonly missing?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'baylink-wrapped-'));
const library = compileLibrary(
  join(import.meta.dirname, '../../apps/virtual-vehicle/pass-thru'),
  join(folder, 'car.so'),
);
const portOf = ({ entrances }: Vehicle, name: 'doip' | 'doipTls'): string => String(entrances[name]?.place.port);

const WAYS: Readonly<Record<string, Way>> = {
  slcan: { vehicle: (at) => ({ slcan: at('can') }), link: (at) => `slcan:${at('can')}` },
  elm: { vehicle: (at) => ({ elm: at('elm') }), link: (at) => `elm:${at('elm')}` },
  doip: { vehicle: () => ({ doip: '127.0.0.1:0' }), link: (_, car) => `doip:127.0.0.1:${portOf(car, 'doip')}` },
  doips: {
    vehicle: (at) => ({ doipTls: `127.0.0.1:0?ca=${at('ca.pem')}` }),
    link: (at, car) => `doips:127.0.0.1:${portOf(car, 'doipTls')}?ca=${at('ca.pem')}`,
  },
  kline: { vehicle: (at) => ({ kLine: at('k') }), link: (at) => `kline:${at('k')}` },
  j2534: {
    vehicle: (at) => ({ j2534: at('vci') }),
    link: (at) => `j2534:${join(folder, 'car.so')}?device=${at('vci')}`,
    ...(library.ok ? {} : { missing: library.error }),
  },
  sim: {
    vehicle: () => ({ doip: '127.0.0.1:0' }),
    link: (at) => {
      writeFileSync(at('script'), '[]');
      return `sim:${at('script')}`;
    },
  },
  socketcan: {
    vehicle: () => ({}),
    link: () => 'socketcan:vcan0',
    missing: 'Skipped here: SocketCAN runs beside a kernel of its own; its cases are those of socketcan.test.ts.',
  },
};

const clock = systemClock();
const PROFILE = SAMPLE_CAR.units.find(({ name }) => name === 'engine');
let bench: VehicleRig;
let link: DiagnosticLink | undefined;
let tap: { close(): void } | undefined;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  bench = new VehicleRig();
});
afterEach(async () => {
  await link?.close();
  tap?.close();
  tap = undefined;
  await bench.clear();
});

const begins = (sid: number) => (bytes: Uint8Array) => bytes[0] === sid;
const read = (heard: Heard<LinkEvent>): string[] =>
  heard.of('message').flatMap(({ bytes }) => (bytes[0] === 0x62 ? [hex(bytes)] : []));

/** A car that begins with its link takes a moment to start its units. */
async function awake(on: DiagnosticLink, unit: UnitAddress, heard: Heard<LinkEvent>): Promise<void> {
  while (heard.of('message').length === 0) {
    await on.send({ to: 'unit', unit }, bytesOf(0x3e, 0x00));
    const pause = new Promise<void>((resolve) => clock.wake(millis(clock.now() + 300), resolve));
    await Promise.race([heard.until('message'), pause]);
  }
}

/** What of the reading of the VIN is in a tap. */
function tapped(file: string): string[] {
  const chunks = readTap(readFileSync(file, 'latin1'));
  if (!chunks.ok) throw new Error(chunks.error);
  return pair(messagesOf(chunks.value)).flatMap(({ direction, bytes, request }) =>
    /^[26]2/.test(hex(bytes))
      ? [`${direction} ${hex(bytes)}${request === undefined ? '' : ` after ${hex(request)}`}`]
      : [],
  );
}

test('every kind of link is in the table', () => {
  expect(Object.keys(WAYS).sort()).toEqual([...LINK_KINDS.keys()].sort());
});

const missing = Object.entries(WAYS).filter(([, way]) => way.missing !== undefined);
for (const [name, way] of missing) test(`${name} in its wrappings`, (ctx) => ctx.skip(way.missing));

test.each(Object.entries(WAYS).filter(([, way]) => way.missing === undefined))(
  '%s works in recorder, tracer and fault injector, and its tap is read back',
  async (_, way) => {
    const vehicle = await bench.start(way.vehicle(bench.at));
    const spec = parseLinkSpec(way.link(bench.at, vehicle));
    if (!spec.ok || PROFILE === undefined) throw new Error(spec.ok ? 'no engine' : spec.error);
    const unit = PROFILE.address;
    const [recording, lines] = [new Recording(), [] as string[]];
    // The first request is lost on its way and the answer to the second comes twice: what the wrappings saw tells who saw what.
    const plan = new FaultPlan([
      { fault: { kind: 'drop' }, way: 'tx', matches: begins(0x22), nth: 1 },
      { fault: { kind: 'duplicate' }, way: 'rx', matches: begins(0x62), nth: 1 },
    ]);
    const opened = openFileTap(bench.at('tap'), clock, () => undefined);
    if (!opened.ok) throw new Error(opened.error);
    tap = opened.value;
    const inner = traced(
      spec.value.make({ units: [unit], clock, tap: opened.value }),
      (line) => lines.push(line),
      clock,
    );
    link = recorded(faultyLink(inner, plan, clock), recording, clock);
    const heard = new Heard(link);
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    await awake(link, unit, heard);
    for (let i = 0; i < 2; i++)
      expect(await link.send({ to: 'unit', unit }, bytesOf(0x22, 0xf1, 0x90))).toMatchObject({ ok: true });
    const vin = `62f190${hex(new TextEncoder().encode(SAMPLE_VIN))}`;
    while (read(heard).length < 2) await heard.until('message', heard.of('message').length + 1);
    expect(read(heard)).toEqual([vin, vin]);
    const seen = recording.records.filter(
      (record) => record.layer === 'diagnostic' && /^[26]2/.test(hex(record.bytes)),
    );
    expect(seen.map(({ way: direction }) => direction)).toEqual(['tx', 'tx', 'rx', 'rx']);
    const readings = lines.filter((line) => line.includes('ReadDataByIdentifier'));
    expect(readings.map((line) => line.slice(14, 16))).toEqual(['tx', 'rx']);
    expect(tapped(bench.at('tap'))).toEqual(['tx 22f190', `rx ${vin} after 22f190`]);
  },
);
