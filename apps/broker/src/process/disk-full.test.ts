import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestHex } from '@baylink/contracts';
import { ok } from '@baylink/kernel';
import { afterEach, expect, test, vi } from 'vitest';
import { startBroker, temporaryDirectory } from '../../test/broker.js';
import { call } from '../../test/http.js';
import { shopLedger } from '../../test/ledger.js';
import { everybody } from '../../test/parties.js';
import { openTunnel } from '../../test/sockets.js';
import { BlobFiles } from '../blobs/blob-files.js';
import { LedgerFile } from '../recording/ledger-file.js';
import { CaseStore } from '../store/cases.js';

afterEach(() => void vi.restoreAllMocks());

const full = (code: string) => Object.assign(new Error(`${code}: no space left on device`), { code });

test.each(['ENOSPC', 'EDQUOT'])(
  '[BRK-R46] a blob for which there is no room (%s) is refused, and taken when there is',
  async (code) => {
    const { url } = await startBroker();
    const { shop } = await everybody(url);
    const body = new Uint8Array(1_000);
    const put = () => call(url, 'PUT', `/v1/blobs/${digestHex(body)}`, { token: shop.token, body });
    vi.spyOn(BlobFiles.prototype, 'store').mockRejectedValueOnce(full(code));
    expect(await put()).toMatchObject({
      status: 507,
      body: {
        type: 'urn:baylink:problem:no-room',
        detail: expect.stringMatching(/\d+ bytes left.*nothing of this was kept.*free space/),
      },
    });
    expect((await put()).status).toBe(200);
  },
);

test('[BRK-R46] the answer gets through while most of the content is still to come', async () => {
  const { url } = await startBroker();
  const { shop } = await everybody(url);
  const body = new Uint8Array(24 * 1024 * 1024);
  vi.spyOn(BlobFiles.prototype, 'store').mockImplementationOnce(async (_, content) => {
    for await (const piece of content) if (piece.length > 0) throw full('ENOSPC');
    return ok(0);
  });
  const path = `/v1/blobs/${digestHex(body)}`;
  expect(await call(url, 'PUT', path, { token: shop.token, body })).toMatchObject({ status: 507 });
});

test('[BRK-R46] a database without room says so', async () => {
  const { url } = await startBroker();
  const { shop } = await everybody(url);
  vi.spyOn(CaseStore.prototype, 'add').mockRejectedValueOnce(full('SQLITE_FULL'));
  const body = { vehicle: { make: 'vw', model: 'Golf', year: 2019, vin: null }, complaint: 'no start' };
  expect(await call(url, 'POST', '/v1/cases', { token: shop.token, body })).toMatchObject({ status: 507 });
});

test('[BRK-R46] a ledger that finds no room leaves the tunnel open, and goes on where it was', async () => {
  const dataDir = temporaryDirectory();
  const { url } = await startBroker({ dataDir });
  const { shop, visit, expert, case: caseId } = await everybody(url);
  const ledger = shopLedger(shop.key, visit, expert.key.thumbprint, caseId);
  ledger.note(9);
  const tunnel = await openTunnel(url, shop);
  const append = (from: number, lines: readonly string[]) => {
    tunnel.send({ kind: 'ledger-append', visit, from, lines: [...lines] });
    return tunnel.messages.until((one) => one.kind === 'ledger-stored' || one.kind === 'error');
  };
  expect(await append(0, ledger.lines.slice(0, 4))).toMatchObject({ kind: 'ledger-stored', size: 4 });
  vi.spyOn(LedgerFile.prototype, 'append').mockRejectedValueOnce(full('ENOSPC'));
  expect(await append(4, ledger.lines.slice(4))).toMatchObject({ kind: 'error', code: 'no-room' });
  expect(await append(4, ledger.lines.slice(4))).toMatchObject({ kind: 'ledger-stored', size: ledger.lines.length });
  expect(existsSync(join(dataDir, 'ledgers')) && readdirSync(join(dataDir, 'ledgers'))).toEqual([`${visit}.jsonl`]);
});
