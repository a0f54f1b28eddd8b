import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { problem } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { startBroker, temporaryDirectory } from '../../test/broker.js';
import { call } from '../../test/http.js';
import { everybody } from '../../test/parties.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function readBack(url: string, path: string, token: string): Promise<Buffer> {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  return Buffer.from(await response.arrayBuffer());
}

test('[BRK-R45] a blob comes back byte for byte, also after a restart', async () => {
  const dataDir = temporaryDirectory();
  const first = await startBroker({ dataDir });
  const { shop } = await everybody(first.url);
  const content = new Uint8Array(randomBytes(1_000_001));
  const path = `/v1/blobs/${sha256(content)}`;
  const stored = await call(first.url, 'PUT', path, { token: shop.token, body: content });
  expect(stored).toMatchObject({ status: 200, body: { sha256: sha256(content), size: content.length } });
  expect(sha256(await readBack(first.url, path, shop.token))).toBe(sha256(content));
  await first.close();
  const second = await startBroker({ dataDir });
  expect(sha256(await readBack(second.url, path, shop.token))).toBe(sha256(content));
});

test('[BRK-R45] one wrong bit, and nothing is stored', async () => {
  const dataDir = temporaryDirectory();
  const { url } = await startBroker({ dataDir });
  const { shop } = await everybody(url);
  const content = new Uint8Array(5000);
  const path = `/v1/blobs/${sha256(content)}`;
  content[4999] = 1;
  expect((await call(url, 'PUT', path, { token: shop.token, body: content })).status).toBe(422);
  expect((await call(url, 'GET', path, { token: shop.token })).status).toBe(404);
  expect(readdirSync(join(dataDir, 'blobs'))).toEqual(['incoming']);
  expect(readdirSync(join(dataDir, 'blobs', 'incoming'))).toEqual([]);
});

test('[BRK-R45] what is larger than the cap or the quota is refused, with the numbers', async () => {
  const { url } = await startBroker({ limits: { blobBytes: 1000, blobQuota: 1500 } });
  const { shop } = await everybody(url);
  const put = (bytes: Uint8Array) => call(url, 'PUT', `/v1/blobs/${sha256(bytes)}`, { token: shop.token, body: bytes });
  const large = await put(new Uint8Array(1001));
  expect(large.status).toBe(413);
  expect(problem.parse(large.body).detail).toMatch(/1001.*1000/);
  expect((await put(new Uint8Array(1000))).status).toBe(200);
  expect((await put(new Uint8Array(501))).status).toBe(413);
  expect((await put(new Uint8Array(500))).status).toBe(200);
});

test('[BRK-R45] a body that says no length is cut off at the cap', async () => {
  const { url } = await startBroker({ limits: { blobBytes: 1000 } });
  const { shop } = await everybody(url);
  const headers = { authorization: `Bearer ${shop.token}`, 'content-type': 'application/octet-stream' };
  const status = await new Promise((settle, fail) => {
    const put = request(`${url}/v1/blobs/${'a'.repeat(64)}`, { method: 'PUT', headers }, (response) => {
      response.resume();
      settle(response.statusCode);
    });
    put.on('error', fail);
    put.write(new Uint8Array(600));
    put.end(new Uint8Array(600));
  });
  expect(status).toBe(413);
});

test('[BRK-R45] an upload that breaks off leaves nothing behind', async () => {
  const dataDir = temporaryDirectory();
  const { url } = await startBroker({ dataDir });
  const { shop } = await everybody(url);
  const headers = {
    authorization: `Bearer ${shop.token}`,
    'content-type': 'application/octet-stream',
    'content-length': '100000',
  };
  const incoming = join(dataDir, 'blobs', 'incoming');
  const put = request(`${url}/v1/blobs/${'a'.repeat(64)}`, { method: 'PUT', headers });
  put.on('error', () => {});
  put.write(new Uint8Array(50_000));
  while (readdirSync(incoming).length === 0) await new Promise(setImmediate);
  put.destroy();
  while (readdirSync(incoming).length > 0) await new Promise(setImmediate);
  expect((await call(url, 'GET', `/v1/blobs/${'a'.repeat(64)}`, { token: shop.token })).status).toBe(404);
});
