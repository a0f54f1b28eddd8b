import { linkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../../test/temp-folder.js';
import { holdPlace } from './hold-place.js';

const connects = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

async function held(path: string) {
  const place = await holdPlace(path, (socket) => socket.destroy());
  if (place !== undefined) onTestFinished(() => place.release());
  return place;
}

/** What a process that was killed leaves: a name in the folder, and nobody who listens. */
async function leaveSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.gone`, resolve));
  linkSync(`${path}.gone`, path);
  await new Promise((resolve) => server.close(resolve));
}

test.skipIf(process.platform === 'win32')('[KPP-R3] the socket of a killed keeper is taken over', async () => {
  const path = join(tempFolder(), 'keeper.sock');
  await leaveSocket(path);
  expect(await connects(path)).toBe(false);
  expect(await held(path)).toBeDefined();
  expect(await connects(path)).toBe(true);
});

test('[KPP-R3] a place that somebody holds is not held a second time, and is free when it is released', async () => {
  const path = join(tempFolder(), 'keeper.sock');
  const first = await holdPlace(path, (socket) => socket.destroy());
  expect(await held(path)).toBeUndefined();
  expect(await connects(path)).toBe(true);
  first?.release();
  expect(await connects(path)).toBe(false);
  expect(await held(path)).toBeDefined();
});
