import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VehicleRig } from './vehicle.rig.js';
import type { VehicleOptions } from './vehicle-options.js';

let bench: VehicleRig;

beforeEach(() => {
  bench = new VehicleRig();
});

afterEach(() => bench.clear());

const cases: readonly (readonly [string, VehicleOptions, RegExp])[] = [
  ['an address that is none', { doip: '127.0.0.1:99999' }, /"127.0.0.1:99999" is not HOST:PORT.*0 to 65535/],
  ['a number alone', { doip: '0' }, /"0" is not HOST:PORT: give an address and a port/],
  ['a unit without flash', { dump: ['body:x'] }, /"body:x" is not UNIT:FILE.*engine/],
  ['a bus of no known kind', { attach: 'usb:1' }, /"usb:1".*slcan:PATH/],
  ['an adapter that is not there', { attach: 'slcan:/no/adapter' }, /no adapter at \/no\/adapter/],
  ['a script that is not there', { script: '/no/script' }, /--script \/no\/script cannot be read/],
  ['an image that is not there', { image: '/no/image' }, /--image \/no\/image cannot be read/],
  ['a K-Line with an option that there is not', { kLine: '/tmp/kl?break=never' }, /--k-line .*break=unseen/],
  ['a folder that does not exist', { slcan: '/no/folder/can' }, /Cannot link .*\/no\/folder\/can/],
];
test.each(cases)('%s', async (_, options, sentence) => {
  expect(await bench.refusal({ doip: '127.0.0.1:0', ...options })).toMatch(sentence);
});

test('a port in use', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  expect(await bench.refusal({ doip: `127.0.0.1:${port}` })).toMatch(
    new RegExp(`127.0.0.1:${port} is in use: .*port 0`),
  );
  server.close();
});

test('a path that belongs to something else', async () => {
  writeFileSync(bench.at('mine'), 'precious');
  expect(await bench.refusal({ slcan: bench.at('mine') })).toMatch(/mine exists and is not a link/);
  expect(await bench.refusal({ control: bench.at('mine'), doip: '127.0.0.1:0' })).toMatch(
    /mine exists and is not a control/,
  );
  expect(readFileSync(bench.at('mine'), 'utf8')).toBe('precious');
});

test('a path that a living vehicle uses', async () => {
  await bench.start({ slcan: bench.at('can'), control: bench.at('control') });
  expect(await bench.refusal({ slcan: bench.at('can') })).toMatch(/already leads to/);
  expect(await bench.refusal({ control: bench.at('control'), doip: '127.0.0.1:0' })).toMatch(/of a vehicle that runs/);
});

test('a state folder with a damaged unit', async () => {
  const vehicle = await bench.start({ doip: '127.0.0.1:0', state: bench.at('state') });
  await vehicle.stop();
  writeFileSync(join(bench.at('state'), 'body.json'), '{}');
  expect(await bench.refusal({ doip: '127.0.0.1:0', state: bench.at('state') })).toMatch(
    /body\.json cannot be used.*remove it/,
  );
});
