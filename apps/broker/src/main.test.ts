import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startBroker, temporaryDirectory } from '../test/broker.js';
import { call } from '../test/http.js';
import { shopLedger } from '../test/ledger.js';
import { everybody, newTicket } from '../test/parties.js';
import { spawnBroker } from '../test/process.js';
import { joinVisit, openTunnel, rawTunnel } from '../test/sockets.js';

/** Starting a process takes its time on a busy machine; nothing here measures it. */
vi.setConfig({ testTimeout: 60_000 });

/** One line for a person: no stack, no braces. */
function expectOneSentence(said: string, ...parts: (string | RegExp)[]): void {
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).not.toMatch(/^\s+at /m);
  for (const part of parts) expect(said).toMatch(part);
}

test('[BRK-R35][BRK-R42] killed in the middle: acknowledged lines are there, tickets are void, the epoch grows', async () => {
  const data = temporaryDirectory();
  const first = spawnBroker('--data', data);
  const url = await first.ready;
  const { shop, expert, visit, case: caseId } = await everybody(url);
  const unused = await newTicket(url, shop);
  const hello = await rawTunnel(url);
  hello.send({ kind: 'hello', ticket: await newTicket(url, shop), versions: [1] });
  const { epoch } = await hello.next('welcome');
  const ledger = shopLedger(shop.key, visit, expert.key.thumbprint, caseId);
  ledger.note(200);
  let acknowledged = 0;
  for (let from = 0; from < ledger.lines.length; from += 10) {
    hello.send({ kind: 'ledger-append', visit, from, lines: ledger.lines.slice(from, from + 10) });
  }
  while (acknowledged < 100) acknowledged = (await hello.next('ledger-stored')).size;
  first.child.kill('SIGKILL');
  await first.ended;

  const again = await spawnBroker('--data', data).ready;
  const tunnel = await rawTunnel(again);
  tunnel.send({ kind: 'hello', ticket: await newTicket(again, shop), versions: [1] });
  expect((await tunnel.next('welcome')).epoch).toBeGreaterThan(epoch);
  expect(await tunnel.next('visit-open')).toMatchObject({ visit });
  tunnel.send({ kind: 'ledger-size', visit });
  const { size } = await tunnel.next('ledger-stored');
  expect(size).toBeGreaterThanOrEqual(acknowledged);
  tunnel.send({ kind: 'ledger-append', visit, from: size, lines: ledger.lines.slice(size) });
  expect(await tunnel.next('ledger-stored')).toMatchObject({ size: 201, head: ledger.state.head });
  const stale = await rawTunnel(again);
  stale.send({ kind: 'hello', ticket: unused, versions: [1] });
  expect(await stale.next('error')).toMatchObject({ code: 'unauthenticated' });
});

test('[BRK-R52] SIGTERM tells everybody, and the exit code is 0', async () => {
  const broker = spawnBroker('--data', temporaryDirectory());
  const url = await broker.ready;
  const { shop, expert, visit } = await everybody(url);
  const tunnel = await openTunnel(url, shop);
  const socket = await joinVisit(url, expert, visit);
  const gone = new Promise((settle) => socket.socket.once('disconnect', settle));
  broker.child.kill('SIGTERM');
  expect(await tunnel.next('error')).toMatchObject({ code: 'goingAway' });
  await gone;
  expect(await broker.ended).toMatchObject({ code: 0 });
});

test('[BRK-R50] a port in use is one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = String(typeof address === 'object' ? address?.port : 0);
  const { code, said } = await spawnBroker('--data', temporaryDirectory(), '--port', port).ended;
  taken.close();
  expect(code).toBe(2);
  expectOneSentence(said, port, /in use/, /--port/);
});

test('[BRK-R51] a second broker on the same data is one sentence, and the first goes on', async () => {
  const data = temporaryDirectory();
  const url = await spawnBroker('--data', data).ready;
  const { code, said } = await spawnBroker('--data', data).ended;
  expect(code).toBe(2);
  expectOneSentence(said, /in use by another broker/, /--data/);
  expect((await call(url, 'GET', '/health/ready')).status).toBe(200);
});

test('[BRK-R50] a corrupt database is one sentence, and it is left as it was', async () => {
  const data = temporaryDirectory();
  const file = join(data, 'broker.db');
  writeFileSync(file, 'this is no database, but somebody may still want it. '.repeat(200));
  const before = readFileSync(file);
  const { code, said } = await spawnBroker('--data', data).ended;
  expect(code).toBe(2);
  expectOneSentence(said, file, /damaged/, /backup/);
  expect(readFileSync(file)).toEqual(before);
});

test('[BRK-R50] a strange option is one sentence', async () => {
  const data = temporaryDirectory();
  const attempts: [string[], RegExp][] = [
    [['--port', '70000'], /--port "70000"/],
    [['--colour'], /--colour/],
  ];
  for (const [options, sentence] of attempts) {
    const { code, said } = await spawnBroker('--data', data, ...options).ended;
    expect(code).toBe(2);
    expectOneSentence(said, sentence);
  }
});

test('[BRK-R50] a data directory that cannot be one, a damaged key, a missing console are said plainly', async () => {
  const data = temporaryDirectory();
  writeFileSync(join(data, 'file'), '');
  await expect(startBroker({ dataDir: join(data, 'file', 'below') })).rejects.toThrow(/data directory .* --data/);
  await expect(startBroker({ dataDir: join(data, 'a'), consoleDir: data })).rejects.toThrow(/no console/);
  const keyless = temporaryDirectory();
  writeFileSync(join(keyless, 'token-key.jwk'), '{"kty":"OKP"}');
  await expect(startBroker({ dataDir: keyless })).rejects.toThrow(/token-key\.jwk/);
});
