import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBroker } from '../../test/broker.js';
import { call } from '../../test/http.js';
import { everybody, newTicket } from '../../test/parties.js';
import { dataFrame, joinVisit, openTunnel } from '../../test/sockets.js';

const FRAME = 64 * 1024;
/** More than all socket buffers of a loopback connection hold. */
const FRAMES = 400;
const highWater = 256 * 1024;
/** One frame of each source may be above the mark. */
const BOUND = highWater + FRAME + 1024;

async function queued(url: string, to: 'shop' | 'expert'): Promise<number> {
  const text = String((await call(url, 'GET', '/metrics')).body);
  return Number(new RegExp(`baylink_queue_bytes\\{to="${to}"\\} (\\d+)`).exec(text)?.[1]);
}

/** Resolves once the queue is above the mark; every look at it finds it within the bound. */
async function filled(url: string, to: 'shop' | 'expert'): Promise<void> {
  for (;;) {
    const bytes = await queued(url, to);
    expect(bytes).toBeLessThanOrEqual(BOUND);
    if (bytes > highWater) return;
  }
}

test('[BRK-R31] a shop that does not read holds the acknowledgements of its expert back, in bounded memory', async () => {
  const limits = { outboxHighWater: highWater, outboxStall: 60_000, expertInbox: 64 * 1024 * 1024 };
  const { url } = await startBroker({ limits });
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const sender = await joinVisit(url, expert, visit);
  tunnel.socket.pause();
  let acknowledged = 0;
  const all = Promise.all(
    Array.from({ length: FRAMES }, async (_, seq) => {
      expect(await sender.send('relay', { visit, frame: dataFrame(seq, FRAME) })).toEqual({ ok: true });
      acknowledged += 1;
    }),
  );
  await filled(url, 'shop');
  expect(acknowledged).toBeLessThan(FRAMES);
  tunnel.socket.resume();
  for (let seq = 0; seq < FRAMES; seq++) expect(await tunnel.next('relay')).toMatchObject({ frame: { seq } });
  await all;
  expect(await queued(url, 'shop')).toBe(0);
});

test('[BRK-R31] an expert who does not read stops the reading of the shop’s socket, in bounded memory', async () => {
  const { url } = await startBroker({ limits: { outboxHighWater: highWater, outboxStall: 60_000 } });
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const slow = await slowExpert(url, await newTicket(url, expert), visit);
  await tunnel.next('expert-presence');
  slow.pause();
  for (let seq = 0; seq < FRAMES; seq++) {
    tunnel.send({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: dataFrame(seq, FRAME) });
  }
  await filled(url, 'expert');
  expect(tunnel.socket.bufferedAmount).toBeGreaterThan(0);
  const seen: number[] = [];
  const whole = new Promise<void>((done) => {
    slow.on('message', (data) => {
      const seq = /^42\["relay".*?"seq":(\d+)/.exec(String(data))?.[1];
      if (seq !== undefined) seen.push(Number(seq));
      if (seen.length === FRAMES) done();
    });
  });
  slow.resume();
  await whole;
  expect(seen).toEqual(Array.from({ length: FRAMES }, (_, seq) => seq));
});

test('[BRK-R32] a shop that stays deaf is disconnected, and its expert is told', async () => {
  const { url } = await startBroker({
    limits: { outboxHighWater: highWater, outboxStall: 50, expertInbox: 64 * 1024 * 1024 },
  });
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const sender = await joinVisit(url, expert, visit);
  expect(await sender.next('presence')).toMatchObject({ online: true });
  tunnel.socket.pause();
  for (let seq = 0; seq < FRAMES; seq++) sender.socket.emit('relay', { visit, frame: dataFrame(seq, FRAME) });
  expect(await sender.next('presence')).toMatchObject({ online: false });
});

test('[BRK-R33] an expert who sends on without acknowledgements is disconnected', async () => {
  const limits = { outboxHighWater: highWater, outboxStall: 60_000, expertInbox: 1024 * 1024 };
  const { url } = await startBroker({ limits });
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const flood = await joinVisit(url, expert, visit);
  tunnel.socket.pause();
  const gone = new Promise((settle) => flood.socket.once('disconnect', settle));
  for (let seq = 0; seq < FRAMES; seq++) flood.socket.emit('relay', { visit, frame: dataFrame(seq, FRAME) }, () => {});
  await gone;
});

/** A socket.io client of one WebSocket whose reading can be stopped. */
async function slowExpert(url: string, ticket: string, visit: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  onTestFinished(() => socket.terminate());
  await new Promise<void>((joined, failed) => {
    socket.on('error', failed);
    socket.on('message', (data) => {
      const text = String(data);
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ ticket })}`);
      if (text.startsWith('40')) socket.send(`420${JSON.stringify(['join', { visit }])}`);
      if (text.startsWith('43')) joined();
      if (text.startsWith('44')) failed(new Error(text));
    });
  });
  return socket;
}
