import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { hex } from '@baylink/kernel';
import { afterEach, expect, test } from 'vitest';
import { VehicleRig } from '../vehicle.rig.js';
import { DOIP_PORT } from './endpoint.js';

const bench = new VehicleRig();
afterEach(() => bench.clear());

const VEHICLE_ANNOUNCEMENT = /^02fd0004000000(20|21)/;

test('[C32][DIP-R21] a vehicle that starts announces itself three times to port 13400, from the port that it is asked at', async (ctx) => {
  const heard: { readonly port: number; readonly text: string }[] = [];
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (bytes, { port }) => heard.push({ port, text: hex(bytes) }));
  socket.bind(DOIP_PORT);
  const bound = await Promise.race([
    once(socket, 'listening').then(() => true),
    once(socket, 'error').then(() => false),
  ]);
  if (!bound) ctx.skip('Skipped: another program has the port of announcements for itself.');
  const vehicle = await bench.start({ doip: '127.0.0.1:0' });
  const own = vehicle.entrances.doip?.place.port;
  const mine = () => heard.filter(({ port }) => port === own);
  while (mine().length < 3) await once(socket, 'message');
  socket.close();
  for (const { text } of mine()) expect(text).toMatch(VEHICLE_ANNOUNCEMENT);
  expect(mine()).toHaveLength(3);
});
