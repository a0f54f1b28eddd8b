import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { hex } from '@baylink/kernel';
import { buildImage, dumpUnit, ENGINE_FLASH, FACTORY_IMAGE } from '@baylink/twin';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { samplePath } from './samples/sample-files.js';
import { VehicleRig } from './vehicle.rig.js';

let bench: VehicleRig;

beforeEach(() => {
  bench = new VehicleRig();
});

afterEach(() => bench.clear());

describe('what stays', () => {
  test('the flash is dumped byte for byte, and an image can be given', async () => {
    const vehicle = await bench.start({
      doip: '127.0.0.1:0',
      dump: [`engine:${bench.at('flash.bin')}`],
      image: samplePath('engine-other-hardware.hex'),
    });
    expect(await vehicle.stop()).toEqual([]);
    const dump = readFileSync(bench.at('flash.bin'));
    expect(dump.length).toBe(ENGINE_FLASH.size);
    expect(dump.toString('latin1', 0, 20)).toBe('BAYLINK1BLE-ENG-0900');
    expect(Buffer.compare(dump, dumpUnit(vehicle.car.state, 'engine') ?? new Uint8Array())).toBe(0);
  });

  test('with a state folder, the next process has the same car', async () => {
    const first = await bench.start({ doip: '127.0.0.1:0', state: bench.at('state') });
    const imprint = { kind: 'imprint', unit: 'engine', address: 0x9_0000, bytes: Uint8Array.of(1, 2, 3) } as const;
    const dtc = { kind: 'dtc', unit: 'body', dtc: { code: 0x123456, status: 0x08, present: false } } as const;
    for (const action of [imprint, dtc]) first.car.feed({ kind: 'action', action });
    await first.stop();
    const second = await bench.start({ doip: '127.0.0.1:0', state: bench.at('state') });
    const dump = Buffer.from(dumpUnit(second.car.state, 'engine') ?? new Uint8Array());
    expect(hex(dump.subarray(0x9_0000 - ENGINE_FLASH.start).subarray(0, 4))).toBe('010203ff');
    expect(Buffer.compare(dump.subarray(0, FACTORY_IMAGE.length), buildImage(FACTORY_IMAGE))).toBe(0);
    const body = second.car.state.nodes.find(({ unit }) => unit.profile.name === 'body');
    expect(body?.unit.memory.dtcs).toContainEqual({ code: 0x123456, status: 0x08, present: false });
  });

  test('a meter file shows volts while the vehicle runs', async () => {
    const vehicle = await bench.start({ doip: '127.0.0.1:0', meter: bench.at('volts') });
    expect(readFileSync(bench.at('volts'), 'utf8')).toMatch(/^13\.8\d\n$/);
    await vehicle.stop();
    expect(existsSync(bench.at('volts'))).toBe(false);
  });
});

describe('control', () => {
  async function tell(path: string, ...requests: string[]): Promise<unknown[]> {
    const socket = connect(path);
    const answers: unknown[] = [];
    let rest = '';
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        answers.push(...lines.map((line) => JSON.parse(line)));
        if (answers.length >= requests.length) resolve();
      });
      socket.write(requests.map((request) => `${request}\n`).join(''));
    });
    socket.destroy();
    return answers;
  }

  test('requests are answered in order, also wrong ones', async () => {
    const vehicle = await bench.start({ doip: '127.0.0.1:0', control: bench.at('control') });
    const [volts, dump, unknown, broken, state] = await tell(
      bench.at('control'),
      '{"do":"volts","volts":11.2}',
      JSON.stringify({ do: 'dump', unit: 'engine', file: bench.at('now.bin') }),
      '{"do":"fly"}',
      'nonsense',
      '{"do":"state"}',
    );
    expect([volts, dump]).toEqual([{ ok: true }, { ok: true, bytes: ENGINE_FLASH.size }]);
    expect(unknown).toMatchObject({ ok: false, error: expect.stringContaining('"fly"') });
    expect(broken).toMatchObject({ ok: false });
    expect(state).toMatchObject({ ok: true, units: [{ name: 'gateway' }, { name: 'engine' }, { name: 'body' }] });
    expect(Math.abs(vehicle.car.voltage() - 11_200)).toBeLessThanOrEqual(10);
  });

  test('stop ends the vehicle', async () => {
    const vehicle = await bench.start({ doip: '127.0.0.1:0', control: bench.at('control') });
    connect(bench.at('control'))
      .on('error', () => undefined)
      .write('{"do":"stop"}\n');
    await vehicle.stopped;
    expect(existsSync(bench.at('control'))).toBe(false);
  });
});
