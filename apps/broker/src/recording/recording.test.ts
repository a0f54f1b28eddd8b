import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyLedger } from '@baylink/ledger';
import { expect, test } from 'vitest';
import { startBroker, temporaryDirectory } from '../../test/broker.js';
import { call } from '../../test/http.js';
import { shopLedger } from '../../test/ledger.js';
import { everybody, newKey } from '../../test/parties.js';
import { openTunnel } from '../../test/sockets.js';

async function recorded(dataDir = temporaryDirectory()) {
  const broker = await startBroker({ dataDir });
  const all = await everybody(broker.url);
  const ledger = shopLedger(all.shop.key, all.visit, all.expert.key.thumbprint, all.case);
  const tunnel = await openTunnel(broker.url, all.shop);
  const store = (from: number, lines: readonly string[]) => {
    tunnel.send({ kind: 'ledger-append', visit: all.visit, from, lines: [...lines] });
    return tunnel.messages.until((one) => one.kind === 'ledger-stored' || one.kind === 'error');
  };
  const witness = async (jws: string) => {
    tunnel.send({ kind: 'ledger-checkpoint', visit: all.visit, jws });
    return tunnel.messages.until((one) => one.kind === 'ledger-stored' || one.kind === 'error');
  };
  const file = join(dataDir, 'ledgers', `${all.visit}.jsonl`);
  return { broker, dataDir, ledger, tunnel, store, witness, file, ...all };
}

test('[BRK-R40] stored means on the disk, line by line as it was sent', async () => {
  const { ledger, store, file, visit } = await recorded();
  ledger.note(9);
  const { size, head } = ledger.state;
  expect(await store(0, ledger.lines)).toEqual({ kind: 'ledger-stored', visit, size, head });
  expect(readFileSync(file, 'utf8')).toBe(`${ledger.lines.join('\n')}\n`);
});

test('[BRK-R40] a line that does not continue the chain is refused, and none of its batch is stored', async () => {
  const { ledger, store, tunnel, visit } = await recorded();
  ledger.note(5);
  const [first = '', second = '', ...rest] = ledger.lines;
  for (const bad of [
    [first, ...rest],
    [second],
    [first, `${second} `],
    [first, 'nonsense'],
    [first, second.replace('"note"', '"Note"')],
  ]) {
    expect(await store(0, bad)).toMatchObject({ kind: 'error', code: 'conflict' });
  }
  tunnel.send({ kind: 'ledger-size', visit });
  expect(await tunnel.next('ledger-stored')).toEqual({ kind: 'ledger-stored', visit, size: 0, head: null });
});

test('[BRK-R41] lines sent again are passed over, and a gap is answered with what is stored', async () => {
  const { ledger, store } = await recorded();
  ledger.note(9);
  await store(0, ledger.lines.slice(0, 6));
  expect(await store(8, ledger.lines.slice(8))).toMatchObject({ kind: 'ledger-stored', size: 6 });
  expect(await store(2, ledger.lines.slice(2, 5))).toMatchObject({ kind: 'ledger-stored', size: 6 });
  expect(await store(3, ledger.lines.slice(3))).toMatchObject({
    kind: 'ledger-stored',
    size: 10,
    head: ledger.state.head,
  });
});

test('[BRK-R41] a second history is refused, and the first one stays', async () => {
  const { ledger, store, shop, visit, expert, case: caseId, file } = await recorded();
  ledger.note(4);
  await store(0, ledger.lines);
  const other = shopLedger(shop.key, visit, expert.key.thumbprint, caseId);
  other.note(9, 'another story');
  expect(await store(0, other.lines)).toMatchObject({ kind: 'error', code: 'conflict' });
  expect(readFileSync(file, 'utf8')).toBe(`${ledger.lines.join('\n')}\n`);
});

test('[BRK-R42] a tail that a crash left unfinished is cut off, and the upload goes on', async () => {
  const first = await recorded();
  first.ledger.note(3);
  await first.store(0, first.ledger.lines);
  await first.broker.close();
  appendFileSync(first.file, first.ledger.lines[0]?.slice(0, 40) ?? '');
  const second = await startBroker({ dataDir: first.dataDir });
  const tunnel = await openTunnel(second.url, first.shop);
  tunnel.send({ kind: 'ledger-size', visit: first.visit });
  expect(await tunnel.next('ledger-stored')).toMatchObject({ size: 4 });
  first.ledger.note(1);
  tunnel.send({ kind: 'ledger-append', visit: first.visit, from: 4, lines: first.ledger.lines.slice(4) });
  expect(await tunnel.next('ledger-stored')).toMatchObject({ size: 5, head: first.ledger.state.head });
  expect(existsSync(`${first.file}.damaged`)).toBe(false);
});

test('[BRK-R42] whole lines that the disk has spoilt are kept beside the file, for whoever must explain them', async () => {
  const first = await recorded();
  first.ledger.note(3);
  await first.store(0, first.ledger.lines);
  await first.broker.close();
  const spoilt = readFileSync(first.file, 'utf8').replace('noted 1', 'noted 7');
  writeFileSync(first.file, spoilt);
  const second = await startBroker({ dataDir: first.dataDir });
  const tunnel = await openTunnel(second.url, first.shop);
  tunnel.send({ kind: 'ledger-size', visit: first.visit });
  expect(await tunnel.next('ledger-stored')).toMatchObject({ size: 3 });
  expect(readFileSync(`${first.file}.damaged`, 'utf8')).toBe(spoilt);
});

test('[BRK-R43][BRK-R44] a checkpoint over what is stored is witnessed, and the evidence verifies offline', async () => {
  const { broker, ledger, store, witness, expert, shop, visit } = await recorded();
  const evidence = () => call(broker.url, 'GET', `/v1/visits/${visit}/ledger`, { token: expert.token });
  ledger.note(6);
  await store(0, ledger.lines);
  expect((await evidence()).status).toBe(409);
  expect(await witness(await ledger.checkpoint())).toMatchObject({ kind: 'ledger-stored', size: 7 });
  expect((await verifyLedger(String((await evidence()).body))).outcome).toBe('UNCLOSED');
  ledger.add({ kind: 'close', data: { why: 'done' } });
  await store(7, ledger.lines.slice(7));
  await witness(await ledger.checkpoint());
  const file = await evidence();
  expect(file.headers.get('content-disposition')).toContain(visit);
  const text = String(file.body);
  expect((await verifyLedger(text, { shopThumbprint: shop.key.thumbprint })).outcome).toBe('OK');
  expect((await verifyLedger(text.replace('noted 3', 'noted 4'))).outcome).toBe('TAMPERED');
  expect((await verifyLedger(text.split('\n').slice(0, -2).join('\n').concat('\n'))).outcome).toBe('TRUNCATED');
});

test('[BRK-R43] a checkpoint of another key, another ledger, another history or of entries not sent is refused', async () => {
  const { ledger, store, witness, shop, expert, visit, case: caseId } = await recorded();
  ledger.note(3);
  const ahead = await ledger.checkpoint();
  expect(await witness(ahead)).toMatchObject({ kind: 'error', code: 'conflict' });
  await store(0, ledger.lines);
  const forged = shopLedger(await newKey(), visit, expert.key.thumbprint, caseId);
  expect(await witness(await forged.checkpoint())).toMatchObject({ kind: 'error', code: 'proof-refused' });
  const elsewhere = shopLedger(shop.key, caseId, expert.key.thumbprint, caseId);
  expect(await witness(await elsewhere.checkpoint())).toMatchObject({ kind: 'error', code: 'conflict' });
  const other = shopLedger(shop.key, visit, expert.key.thumbprint, caseId);
  other.note(3, 'another story');
  expect(await witness(await other.checkpoint())).toMatchObject({ kind: 'error', code: 'conflict' });
  expect(await witness(ahead)).toMatchObject({ kind: 'ledger-stored', size: 4 });
});

test('[BRK-R43] an older checkpoint is still witnessed while the ledger grows', async () => {
  const { ledger, store, witness } = await recorded();
  ledger.note(2);
  const older = await ledger.checkpoint();
  ledger.note(2);
  await store(0, ledger.lines);
  expect(await witness(older)).toMatchObject({ kind: 'ledger-stored', size: 5 });
});
