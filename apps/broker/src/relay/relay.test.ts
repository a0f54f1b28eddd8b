import { expect, test } from 'vitest';
import { movedClock, startBroker, temporaryDirectory } from '../../test/broker.js';
import { call } from '../../test/http.js';
import {
  everybody,
  freshId,
  newExpert,
  newShop,
  newTicket,
  openCase,
  openVisit,
  registerOrganisation,
} from '../../test/parties.js';
import { connected, dataFrame, expertSocket, joinVisit, openTunnel, rawTunnel } from '../../test/sockets.js';

test('[BRK-R30][BRK-R36] frames cross both ways as they were sent, and each side hears of the other', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit, case: caseId } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  expect(await tunnel.next('visit-open')).toMatchObject({
    visit,
    case: caseId,
    expert: expert.key.thumbprint,
    certificate: expert.certificate,
  });
  const console_ = await joinVisit(url, expert, visit);
  expect(await console_.next('presence')).toMatchObject({ visit, shop: shop.key.thumbprint, online: true });
  expect(await tunnel.next('expert-presence')).toMatchObject({ visit, online: true });

  const there = dataFrame(0, 65_536);
  expect(await console_.send('relay', { visit, frame: there })).toEqual({ ok: true });
  expect(await tunnel.next('relay')).toEqual({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: there });

  const chunk = { kind: 'chunk', sha256: 'a'.repeat(64), offset: 5, data: '-_'.repeat(32_768) } as const;
  const back = { kind: 'data', stream: freshId(), seq: 3, ack: 1, payload: chunk } as const;
  tunnel.send({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: back });
  expect(await console_.next('relay')).toEqual({ visit, frame: back });

  console_.socket.disconnect();
  expect(await tunnel.next('expert-presence')).toMatchObject({ visit, online: false });
});

test('[BRK-R30] an expert behind a proxy that knows no WebSocket is served by polling', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const polling = expertSocket(url, await newTicket(url, expert), ['polling']);
  await connected(polling.socket);
  expect(await polling.send('join', { visit })).toEqual({ ok: true });
  for (let seq = 0; seq < 20; seq++) {
    tunnel.send({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: dataFrame(seq, 40_000) });
  }
  for (let seq = 0; seq < 20; seq++) expect(await polling.next('relay')).toMatchObject({ frame: { seq } });
});

test('[BRK-R36] a visit that is opened while the shop is connected is told at once', async () => {
  const { url } = await startBroker();
  const { expert, shop } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  await tunnel.next('visit-open');
  const second = await openCase(url, shop);
  const visit = await openVisit(url, expert, second.id);
  expect(await tunnel.next('visit-open')).toMatchObject({ visit: visit.id, case: second.id });
  expect((await openVisit(url, expert, second.id)).id).toBe(visit.id);
});

test('[BRK-R36] closing a visit is told to both sides, and ends the relay', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const console_ = await joinVisit(url, expert, visit);
  tunnel.send({ kind: 'visit-close', visit });
  expect(await console_.next('closed')).toMatchObject({ visit });
  expect(await tunnel.next('visit-close')).toMatchObject({ visit });
  expect(await console_.send('relay', { visit, frame: dataFrame(0) })).toMatchObject({ ok: false });
  expect(await console_.send('join', { visit })).toMatchObject({ ok: false });
  expect((await openTunnelVisits(url, shop)).length).toBe(0);
});

async function openTunnelVisits(url: string, shop: Parameters<typeof openTunnel>[1]) {
  const tunnel = await openTunnel(url, shop);
  tunnel.send({ kind: 'ledger-size', visit: freshId() });
  const before: unknown[] = [];
  for (;;) {
    const message = await tunnel.messages.next();
    if (message.kind === 'error') return before;
    if (message.kind === 'visit-open') before.push(message);
  }
}

test('[BRK-R36] a visit that ended while the shop was away is told to it when it is back', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const before = await openTunnel(url, shop);
  expect(await before.next('visit-open')).toMatchObject({ visit });
  before.socket.terminate();
  await before.closed;
  const console_ = await joinVisit(url, expert, visit);
  expect((await call(url, 'POST', `/v1/visits/${visit}/close`, { token: expert.token })).status).toBeLessThan(300);
  expect(await console_.next('closed')).toMatchObject({ visit });
  const after = await openTunnel(url, shop);
  expect(await after.next('visit-close')).toMatchObject({ visit, why: expect.stringContaining('closed before') });
});

test('[BRK-R34] a newer tunnel replaces the older, and its number tells the expert to resume', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const older = await openTunnel(url, shop);
  const console_ = await joinVisit(url, expert, visit);
  const first = await console_.next('presence');
  const newer = await openTunnel(url, shop);
  expect(await older.next('error')).toMatchObject({ code: 'replaced' });
  expect(await older.closed).toBe(4409);
  const second = await console_.next('presence');
  expect(second).toMatchObject({ online: true });
  expect(second.tunnel).not.toBe(first.tunnel);
  expect(await console_.send('relay', { visit, frame: dataFrame(7) })).toEqual({ ok: true });
  expect(await newer.next('relay')).toMatchObject({ frame: { seq: 7 } });
});

test('[BRK-R34][BRK-R35] after a restart epoch and tunnel numbers are higher, and the open visit is there', async () => {
  const dataDir = temporaryDirectory();
  const first = await startBroker({ dataDir });
  const { expert, shop, visit } = await everybody(first.url);
  await openTunnel(first.url, shop);
  const before = await (await joinVisit(first.url, expert, visit)).next('presence');
  await first.close();
  const second = await startBroker({ dataDir });
  expect(second.epoch).toBeGreaterThan(first.epoch);
  const tunnel = await rawTunnel(second.url);
  tunnel.send({ kind: 'hello', ticket: await newTicket(second.url, shop), versions: [1] });
  expect(await tunnel.next('welcome')).toMatchObject({ epoch: second.epoch });
  expect(await tunnel.next('visit-open')).toMatchObject({ visit });
  const after = await (await joinVisit(second.url, expert, visit)).next('presence');
  expect(Number(after.tunnel)).toBeGreaterThan(Number(before.tunnel));
});

test('[BRK-R39] the newest window of an expert has the visit, and the older one is told', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const older = await joinVisit(url, expert, visit);
  const newer = await joinVisit(url, expert, visit);
  expect(await older.next('closed')).toMatchObject({ visit });
  expect(await older.send('relay', { visit, frame: dataFrame(0) })).toMatchObject({ ok: false });
  older.socket.disconnect();
  expect(await newer.send('relay', { visit, frame: dataFrame(1) })).toEqual({ ok: true });
  expect(await tunnel.next('relay')).toMatchObject({ frame: { seq: 1 } });
});

test('[BRK-R22] frames for a visit that is not joined, or of a foreign shop, go nowhere', async () => {
  const { url } = await startBroker();
  const { organisation, expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const console_ = await joinVisit(url, expert, visit);
  const colleague = await newExpert(url, organisation);
  const stranger = await newExpert(url, await registerOrganisation(url, 'Others'));
  for (const outsider of [colleague, stranger]) {
    const socket = expertSocket(url, await newTicket(url, outsider));
    await connected(socket.socket);
    expect(await socket.send('join', { visit })).toMatchObject({ ok: false });
    expect(await socket.send('relay', { visit, frame: dataFrame(0) })).toMatchObject({ ok: false });
  }
  const otherShop = await newShop(url, expert);
  const foreign = await openTunnel(url, otherShop);
  foreign.send({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: dataFrame(66) });
  foreign.send({ kind: 'ledger-size', visit });
  expect(await foreign.next('error')).toMatchObject({ code: 'not-found' });
  tunnel.send({ kind: 'relay', visit, expert: stranger.key.thumbprint, frame: dataFrame(67) });
  tunnel.send({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: dataFrame(68) });
  expect(await console_.next('relay')).toMatchObject({ frame: { seq: 68 } });
});

test('[BRK-R6] a ticket admits one socket of its own role, for thirty seconds', async () => {
  const clock = movedClock();
  const { url } = await startBroker({ clock });
  const { expert, shop } = await everybody(url);
  const hello = async (ticket: string) => {
    const tunnel = await rawTunnel(url);
    tunnel.send({ kind: 'hello', ticket, versions: [1] });
    return (await tunnel.messages.next()).kind;
  };
  const connect = async (ticket: string) =>
    connected(expertSocket(url, ticket).socket).then(
      () => 'connected',
      (error: Error) => error.message,
    );
  const once = await newTicket(url, shop);
  expect(await hello(once)).toBe('welcome');
  expect(await hello(once)).toBe('error');
  expect(await hello(await newTicket(url, expert))).toBe('error');
  expect(await connect(await newTicket(url, shop))).toMatch(/belongs to a shop/);
  const ticket = await newTicket(url, expert);
  expect(await connect(ticket)).toBe('connected');
  expect(await connect(ticket)).toMatch(/used before/);
  expect(await connect('')).toMatch(/ticket/);
  const [late, later] = [await newTicket(url, shop), await newTicket(url, expert)];
  clock.move(30_000);
  expect(await hello(late)).toBe('error');
  expect(await connect(later)).toMatch(/older than 30 s/);
});

test('[BRK-R33] an expert has so many connections at once and no more', async () => {
  const { url } = await startBroker({ limits: { socketsPerExpert: 2 } });
  const { expert } = await everybody(url);
  const sockets = await Promise.all([0, 1].map(async () => expertSocket(url, await newTicket(url, expert))));
  await Promise.all(sockets.map(({ socket }) => connected(socket)));
  const third = expertSocket(url, await newTicket(url, expert));
  await expect(connected(third.socket)).rejects.toThrow(/2 is the most/);
  const left = new Promise((settle) => sockets[0]?.socket.once('disconnect', settle));
  sockets[0]?.socket.disconnect();
  await left;
});

test('[BRK-R6] a tunnel that does not begin with hello is closed', async () => {
  const { url } = await startBroker();
  const tunnel = await rawTunnel(url);
  tunnel.send({ kind: 'ledger-size', visit: freshId() });
  expect(await tunnel.next('error')).toMatchObject({ code: 'unauthenticated' });
  expect(await tunnel.closed).toBe(4401);
});

test('[BRK-R38] what is not understood ends a tunnel, what is too large too, and an expert is told', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  tunnel.socket.send('{"kind":"format-disk"}');
  expect(await tunnel.next('error')).toMatchObject({ code: 'refused' });
  expect(await tunnel.closed).toBe(4400);

  const large = await openTunnel(url, shop);
  large.socket.send('x'.repeat(1024 * 1024 + 1));
  expect(await large.closed).toBe(1009);

  const console_ = await joinVisit(url, expert, visit);
  for (const body of [
    {},
    { visit },
    { visit, frame: { ...dataFrame(0), extra: 1 } },
    { visit, frame: dataFrame(0, 65_537) },
  ]) {
    expect(await console_.send('relay', body)).toMatchObject({ ok: false });
  }
  expect(await console_.socket.emitWithAck('shutdown', {})).toMatchObject({ ok: false });
  const gone = new Promise((settle) => console_.socket.once('disconnect', settle));
  console_.socket.emit('relay', { visit, frame: 'x'.repeat(200_000) });
  await gone;
});

test('[BRK-R37] messages above the rate wait their turn', async () => {
  const { url } = await startBroker({ limits: { socketMessages: { burst: 5, perSecond: 500 } } });
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const console_ = await joinVisit(url, expert, visit);
  const answers: Promise<unknown>[] = [];
  for (let seq = 0; seq < 40; seq++) {
    tunnel.send({ kind: 'relay', visit, expert: expert.key.thumbprint, frame: dataFrame(seq) });
    answers.push(console_.send('relay', { visit, frame: dataFrame(seq) }));
  }
  for (let seq = 0; seq < 40; seq++) {
    expect(await console_.next('relay')).toMatchObject({ frame: { seq } });
    expect(await tunnel.next('relay')).toMatchObject({ frame: { seq } });
  }
  expect(await Promise.all(answers)).toEqual(answers.map(() => ({ ok: true })));
});

test('metrics count what is relayed and who is there, without a name', async () => {
  const { url } = await startBroker();
  const { expert, shop, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const console_ = await joinVisit(url, expert, visit);
  await console_.send('relay', { visit, frame: dataFrame(0, 1000) });
  await tunnel.next('relay');
  const text = String((await call(url, 'GET', '/metrics')).body);
  expect(text).toMatch(/baylink_relayed_bytes_total\{to="shop"\} 1256/);
  expect(text).toMatch(/baylink_shop_tunnels 1/);
  expect(text).toMatch(/baylink_open_visits 1/);
  for (const name of [expert.key.thumbprint, shop.key.thumbprint, visit]) expect(text).not.toContain(name);
});
