import { afterEach, beforeEach, expect, test } from 'vitest';
import { CarProcess } from './car-process.js';
import { missingPeers, peer } from './peer.js';

const hints = await missingPeers();
let car: CarProcess | undefined;

beforeEach(async (ctx) => {
  ctx.skip(hints !== undefined, hints);
  car = await CarProcess.start();
});

afterEach(async () => {
  await car?.stop();
});

test('Scapy asks the car by SAE J1979 over SLCAN and reads every answer', async () => {
  const seen = await peer('obd.py', car?.serialPath ?? '');
  expect(seen).toMatchObject({
    supported: '4100981a8011',
    live: ['0c0000', '0d00', '053d'],
    stored: ['0420', '0171'],
    vin: 'XBLTWN0A5SC000042',
    frozen: '420c0026c0',
    unknown: null,
    cleared: '44',
    after: 0,
  });
});
