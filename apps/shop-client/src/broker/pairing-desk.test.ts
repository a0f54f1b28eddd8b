import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Organisation } from '@baylink/contracts';
import { SimulatedClock } from '@baylink/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { root, shop, stranger } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { EpochFile } from './epoch-file.js';
import { PairingDesk, readPairing } from './pairing-desk.js';

const ORGANISATION: Organisation = { name: 'Org', root: root.jwk, thumbprint: root.thumbprint };

/** The broker's two pairing paths on a real socket; what it answers to a poll is the test's to say. */
async function bench(folder = tempFolder()) {
  let codes = 0;
  const polls: string[] = [];
  const answer: { state: unknown; status: number; hold: Promise<void> | undefined } = {
    state: { state: 'pending' },
    status: 200,
    hold: undefined,
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked = JSON.parse(Buffer.concat(parts).toString()) as { deviceCode?: string };
    const poll = request.url === '/v1/pairings/token';
    if (poll) polls.push(asked.deviceCode ?? '');
    const { hold, status, state } = answer;
    await hold;
    if (poll && status === 0) return void request.socket.destroy();
    const code = {
      deviceCode: `device-${++codes}`.padEnd(43, 'x'),
      userCode: `BCDF-GHJ${codes}`,
      expiresIn: 30,
      interval: 5,
    };
    response.writeHead(poll ? status : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify(poll ? state : code));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  const clock = new SimulatedClock();
  const brokerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const disk = nodeDisk();
  const pinned = await readPairing(disk, folder);
  if (!pinned.ok) throw new Error(pinned.error);
  const changed = () => undefined;
  const desk = PairingDesk.over({ disk, folder, brokerUrl, shopName: 'Bay 1', signer: shop, clock, changed }, pinned);
  /** The next poll leaves, and its answer has been heard: something is shown anew or the next one is scheduled. */
  const poll = async (): Promise<void> => {
    const before = polls.length;
    await clock.advance(5000);
    await vi.waitFor(() => {
      expect(polls.length).toBeGreaterThan(before);
      expect(clock.pending + (desk.view().state === 'waiting' ? 0 : 1)).toBe(1);
    });
  };
  return { folder, desk, clock, polls, answer, poll };
}

test('[SHP-R52] the root is pinned when a person has compared its fingerprint, not before, and stays pinned', async () => {
  const { desk, answer, poll, folder } = await bench();
  expect((await desk.start()).ok).toBe(true);
  expect(desk.view()).toMatchObject({ state: 'waiting', userCode: 'BCDF-GHJ1' });
  await poll();
  expect(desk.view().state).toBe('waiting');
  answer.state = { state: 'paired', organisation: ORGANISATION };
  await poll();
  expect(desk.view()).toEqual({ state: 'confirm', organisation: 'Org', fingerprint: root.thumbprint });
  expect(desk.organisation).toBeUndefined();
  expect(await desk.confirm(stranger.thumbprint)).toMatchObject({
    ok: false,
    error: expect.stringContaining('nothing was pinned'),
  });
  expect(desk.organisation).toBeUndefined();
  expect((await desk.confirm(root.thumbprint)).ok).toBe(true);
  expect(desk.organisation).toEqual(ORGANISATION);
  expect((await bench(folder)).desk.organisation).toEqual(ORGANISATION);
  expect(await desk.start()).toMatchObject({ ok: false, error: expect.stringContaining('paired with Org already') });
});

test('[SHP-R52] a broker that names a fingerprint that is not its root’s pins nothing', async () => {
  const { desk, answer, poll } = await bench();
  await desk.start();
  answer.state = { state: 'paired', organisation: { ...ORGANISATION, thumbprint: stranger.thumbprint } };
  await poll();
  expect((await desk.confirm(stranger.thumbprint)).ok).toBe(false);
  expect(desk.organisation).toBeUndefined();
});

test('[SHP-R52] a pinned root that was exchanged on the disk is an error, not another organisation', async () => {
  const { desk, answer, poll, folder } = await bench();
  await desk.start();
  answer.state = { state: 'paired', organisation: ORGANISATION };
  await poll();
  await desk.confirm(root.thumbprint);
  const path = join(folder, 'pairing.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(root.jwk.x, stranger.jwk.x));
  await expect(bench(folder)).rejects.toThrow('names another fingerprint');
});

test('[SHP-R53] a code that nobody used ends, in a sentence; before that an unreachable broker only costs time', async () => {
  const { desk, answer, poll } = await bench();
  await desk.start();
  answer.status = 0;
  await poll();
  expect(desk.view().state).toBe('waiting');
  answer.status = 200;
  for (let i = 0; i < 9 && desk.view().state === 'waiting'; i++) await poll();
  expect(desk.view()).toMatchObject({ state: 'failed', sentence: expect.stringContaining('expired') });
});

test('[SHP-R53] a new code takes the place of the old one, whose late answer no longer counts', async () => {
  const { desk, answer, clock, polls, poll } = await bench();
  await desk.start();
  let letGo = (): void => undefined;
  answer.state = { state: 'paired', organisation: ORGANISATION };
  answer.hold = new Promise((resolve) => {
    letGo = resolve;
  });
  await clock.advance(5000);
  await vi.waitFor(() => expect(polls).toHaveLength(1));
  answer.hold = undefined;
  answer.state = { state: 'pending' };
  await desk.start();
  letGo();
  await poll();
  expect(desk.view().state).toBe('waiting');
  desk.close();
  expect(clock.pending).toBe(0);
});

test('[SHP-R54] the broker’s epoch never goes back, also across restarts', async () => {
  const folder = tempFolder();
  const open = async () => {
    const file = await EpochFile.open(nodeDisk(), folder);
    if (!file.ok) throw new Error(file.error);
    return file.value;
  };
  const first = await open();
  expect(first.seen).toBe(0);
  for (const epoch of [3, 2, 7, 5]) await first.raise(epoch);
  expect(first.seen).toBe(7);
  expect((await open()).seen).toBe(7);
  writeFileSync(join(folder, 'broker-epoch.json'), '{"seen":-1}');
  expect((await EpochFile.open(nodeDisk(), folder)).ok).toBe(false);
});
