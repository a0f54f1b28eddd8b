import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { systemClock } from '@baylink/kernel/system';
import type { DiagnosticLink, UnitAddress } from '@baylink/transport-vehicle';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseLinkSpec } from '../../../../apps/shop-client/src/link/link-spec.js';
import { ip, makeBus } from './buses.js';

const VIN = 'XBLTWN0A5SC000042';
const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
/** Bundled beside these cases. */
const VEHICLE = join(process.argv[1] ?? '', '../vehicle.js');
const PEER = 'tests/conformance/peers/kernel_iso_tp.py';
const call = promisify(execFile);

/** Ended after each test, whatever became of it. */
const running: ChildProcess[] = [];

/** The virtual vehicle as a process; the answer ends it and gives the engine unit's flash. */
async function startCar(folder: string, ...places: readonly string[]) {
  const dump = join(folder, 'engine.bin');
  const program = [VEHICLE, ...places, '--dump', `engine:${dump}`, '--json'];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  let [ready, started]: [{ slcan?: { device: string } } | undefined, number] = [undefined, 0];
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.event === 'ready') ready = said;
    else if (said.kind === 'started') started++;
    if (ready !== undefined && started === 3) break;
  }
  child.stdout.resume();
  return {
    device: ready?.slcan?.device ?? '',
    async end(): Promise<Buffer> {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      return readFileSync(dump);
    },
  };
}

/** A tester of a few lines on a link of the shop client. */
async function shopTester(spec: string) {
  const parsed = parseLinkSpec(spec);
  if (!parsed.ok) throw new Error(parsed.error);
  const link: DiagnosticLink = parsed.value.make({ units: [ENGINE], clock: systemClock() });
  let answer: (bytes: Uint8Array) => void = () => undefined;
  link.listen((event) => {
    if (event.kind !== 'message' || (event.bytes[0] === 0x7f && event.bytes[2] === 0x78)) return;
    answer(event.bytes);
  });
  const opened = await link.open();
  if (!opened.ok) throw new Error(opened.error.message);
  const ask = async (hexText: string, tail: Uint8Array = new Uint8Array()): Promise<Buffer> => {
    const request = Buffer.concat([Buffer.from(hexText.replaceAll(' ', ''), 'hex'), tail]);
    const answered = new Promise<Uint8Array>((resolve) => (answer = resolve));
    const sent = await link.send({ to: 'unit', unit: ENGINE }, request);
    if (!sent.ok) throw new Error(sent.error.message);
    const response = Buffer.from(await answered);
    if (response[0] !== (request[0] ?? 0) + 0x40)
      throw new Error(`${hexText} was answered ${response.toString('hex')}`);
    return response;
  };
  return { ask, close: () => link.close() };
}

const u32 = (value: number): string => value.toString(16).padStart(8, '0');

async function flash({ ask }: Awaited<ReturnType<typeof shopTester>>, image: Buffer): Promise<void> {
  const where = `44 ${u32(0x8000)} ${u32(image.length)}`;
  await ask('10 03');
  await ask('10 02');
  const seed = (await ask('27 01')).subarray(2);
  await ask(
    '27 02',
    seed.map((byte) => byte ^ 0xff),
  );
  await ask(`31 01 FF00 ${where}`);
  const granted = await ask(`34 00 ${where}`);
  const room = granted.readUIntBE(2, (granted[1] ?? 0) >> 4) - 2;
  for (let at = 0, block = 1; at < image.length; at += room, block++)
    await ask(`36 ${(block & 0xff).toString(16).padStart(2, '0')}`, image.subarray(at, at + room));
  await ask('37');
  expect((await ask(`31 01 FF01 ${u32(crc32(image))}`)).subarray(4)).toEqual(Buffer.of(0));
  await ask('11 01');
}

describe('the sample car on a CAN interface', () => {
  let folder: string;
  let bus: ReturnType<typeof makeBus>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baylink-car-'));
    bus = makeBus({ fd: false });
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    bus.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  function image(size: number) {
    const file = join(folder, 'image.bin');
    const bytes = randomBytes(size);
    writeFileSync(file, bytes);
    return { bytes, file, software: crc32(bytes).toString(16).toUpperCase().padStart(8, '0') };
  }

  test("a tester on the kernel's ISO-TP programs the engine unit", async () => {
    const { bytes, file, software } = image(4_096 + 12);
    const car = await startCar(folder, '--attach', `socketcan:${bus.name}`);
    const { stdout } = await call('/usr/bin/python3', ['-B', PEER, bus.name, file]);
    expect(JSON.parse(stdout)).toMatchObject({ vin: VIN, software });
    expect((await car.end()).subarray(0, bytes.length).equals(bytes)).toBe(true);
  });

  test("the shop's link programs the engine unit", async () => {
    const { bytes } = image(4_096 + 5);
    const car = await startCar(folder, '--attach', `socketcan:${bus.name}`);
    const tester = await shopTester(`socketcan:${bus.name}`);
    expect((await tester.ask('22 F190')).subarray(3).toString()).toBe(VIN);
    await flash(tester, bytes);
    await tester.close();
    expect((await car.end()).subarray(0, bytes.length).equals(bytes)).toBe(true);
  });

  test("the kernel's own SLCAN driver on the vehicle's adapter: both testers program the engine unit", async () => {
    const { bytes, file, software } = image(2_048 + 3);
    const car = await startCar(folder, '--slcan', join(folder, 'adapter'));
    const driver = spawn('slcand', ['-o', '-c', '-s6', '-F', car.device, 'sl9'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    // The kernel's ISO-TP gives a message up when the interface's queue, ten frames by itself, has no room for the next.
    const up = (): boolean => {
      try {
        ip('link', 'set', 'sl9', 'txqueuelen', '1000', 'up');
        return true;
      } catch {
        return false;
      }
    };
    while (!up()) await new Promise((resolve) => setTimeout(resolve, 20));
    const { stdout } = await call('/usr/bin/python3', ['-B', PEER, 'sl9', file]);
    expect(JSON.parse(stdout)).toMatchObject({ vin: VIN, software });
    const tester = await shopTester('socketcan:sl9');
    expect((await tester.ask('22 F190')).subarray(3).toString()).toBe(VIN);
    await tester.close();
    driver.kill();
    await once(driver, 'exit');
    expect((await car.end()).subarray(0, bytes.length).equals(bytes)).toBe(true);
  });
});
