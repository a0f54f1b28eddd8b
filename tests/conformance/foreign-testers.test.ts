import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CarProcess } from './car-process.js';
import { missingPeers, peer } from './peer.js';

const VIN = 'XBLTWN0A5SC000042';
const REQUEST_OUT_OF_RANGE = 0x31;
const hints = await missingPeers();
let car: CarProcess;
let flash: Promise<Buffer> | undefined;

beforeEach(async (ctx) => {
  ctx.skip(hints !== undefined, hints);
  flash = undefined;
  car = await CarProcess.start();
});

const ended = (): Promise<Buffer> => {
  flash ??= car.stop();
  return flash;
};

afterEach(async () => {
  if (hints === undefined) await ended();
});

/** Random content without a header, written where a peer can read it. */
function image(size: number) {
  const bytes = randomBytes(size);
  const file = car.at('image.bin');
  writeFileSync(file, bytes);
  return { bytes, file, softwareId: crc32(bytes).toString(16).toUpperCase().padStart(8, '0') };
}

test('Scapy finds the car over DoIP, reads it and hears every unit', async () => {
  const seen = await peer('doip.py', String(car.doipPort), 'identify');
  const everybody = { '1000': '7e00', '1001': '7e00', '1002': '7e00' };
  expect(seen).toEqual({
    discovered: { type: 0x0004, vin: VIN, address: 0x1000 },
    entity: 0x1000,
    vin: VIN,
    unknown: REQUEST_OUT_OF_RANGE,
    present: everybody,
    silent: {},
    stranger: 'not delivered: 0x03',
  });
});

test('Scapy programs the engine unit over DoIP', async () => {
  const { bytes, file, softwareId } = image(65_536 + 12);
  const report = await peer('doip.py', String(car.doipPort), 'flash', file);
  expect(report).toMatchObject({ vin: VIN, unknown: REQUEST_OUT_OF_RANGE, software: softwareId });
  expect((await ended()).subarray(0, bytes.length).equals(bytes)).toBe(true);
});

test('python-can hears every unit over SLCAN', async () => {
  const heard = await peer('slcan.py', car.serialPath, 'present');
  expect(heard).toEqual({ '7E8': '027e00', '7EA': '027e00', '7EC': '027e00' });
});

test('Scapy on python-can programs the engine unit over SLCAN', async () => {
  const { bytes, file, softwareId } = image(8_192 + 5);
  const report = await peer('slcan.py', car.serialPath, 'flash', file);
  expect(report).toMatchObject({ vin: VIN, unknown: REQUEST_OUT_OF_RANGE, software: softwareId });
  expect((await ended()).subarray(0, bytes.length).equals(bytes)).toBe(true);
});

test('the car answers after every kind of nonsense on its serial line', async () => {
  const vins = await peer('serial_line.py', car.serialPath);
  expect(Object.entries(vins ?? {}).filter(([, vin]) => vin !== VIN)).toEqual([]);
  expect(Object.keys(vins ?? {}).length).toBeGreaterThan(10);
});

test('the car answers after every kind of nonsense on its DoIP sockets', async () => {
  const vins = await peer('sockets.py', String(car.doipPort));
  expect(Object.entries(vins ?? {}).filter(([, vin]) => vin !== VIN)).toEqual([]);
  expect(Object.keys(vins ?? {}).length).toBeGreaterThan(10);
});
