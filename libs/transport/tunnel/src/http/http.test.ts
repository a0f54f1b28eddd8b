import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestHex, generateKey, jwsTypes, keysOf, signInProof, verifyJws } from '@baylink/contracts';
import { type WallMillis, wallMillis } from '@baylink/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { BrokerApi, PublicApi } from './index.js';

type Reply = { status?: number; body?: unknown; raw?: string | Uint8Array };
interface Asked {
  readonly line: string;
  readonly bearer: string | undefined;
  readonly body: Buffer;
}

const { signer } = await generateKey(false);
const SOON = 1_800_000_600;
let server: Server;
let origin: string;
let asked: Asked[];
let replies: Record<string, () => Reply>;
let now: WallMillis;

const lines = () => asked.map(({ line }) => line);
const bodyOf = (line: string): unknown => JSON.parse(String(asked.find((one) => one.line === line)?.body));
const api = (role: 'shop' | 'expert' = 'expert') =>
  new BrokerApi(origin, { role, signer, certificate: 'cert' }, { wall: () => now });

beforeEach(async () => {
  asked = [];
  now = wallMillis(1_800_000_000_000);
  let tokens = 0;
  replies = {
    'POST /v1/sign-in/challenge': () => ({ body: { nonce: 'N'.repeat(22), audience: origin, expiresAt: SOON } }),
    'POST /v1/sign-in': () => ({ body: { token: `token ${++tokens}`, expiresAt: SOON } }),
    'GET /v1/cases': () => ({ body: { cases: [] } }),
  };
  server = createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    asked.push({ line, bearer: request.headers.authorization, body: await bytesOf(request) });
    const { status = 200, body, raw } = replies[line]?.() ?? { status: 404, body: {} };
    response.writeHead(status, { location: '/elsewhere' }).end(raw ?? JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

test('signs in by answering the challenge with its key, once for many questions', async () => {
  const broker = api();
  await Promise.all([broker.cases(), broker.cases()]);
  expect(await broker.cases()).toEqual({ ok: true, value: [] });
  expect(lines().filter((line) => line === 'POST /v1/sign-in')).toHaveLength(1);
  const { proof } = z.object({ proof: z.string() }).parse(bodyOf('POST /v1/sign-in'));
  const read = await verifyJws(proof, jwsTypes.signIn, keysOf(signer.jwk), signInProof);
  expect(read).toMatchObject({ ok: true, value: { payload: { nonce: 'N'.repeat(22), aud: origin, role: 'expert' } } });
  expect(asked.at(-1)?.bearer).toBe('Bearer token 1');
});

test('renews the token before it ends, and once when the broker has forgotten it', async () => {
  const broker = api();
  await broker.cases();
  now = wallMillis((SOON - 30) * 1000);
  await broker.cases();
  expect(asked.at(-1)?.bearer).toBe('Bearer token 2');
  now = wallMillis(1_800_000_000_000);
  const detail = 'the token is not known';
  replies['GET /v1/cases'] = () => ({ status: 401, body: { type: 'about:blank', title: 't', status: 401, detail } });
  expect(await broker.cases()).toEqual({
    ok: false,
    error: { kind: 'refused', status: 401, type: 'about:blank', sentence: detail },
  });
  const used = asked.filter(({ line }) => line === 'GET /v1/cases').map(({ bearer }) => bearer);
  expect(used).toEqual([1, 2, 2, 3].map((n) => `Bearer token ${n}`));
});

test('signs nothing for a broker that calls itself by another address', async () => {
  replies['POST /v1/sign-in/challenge'] = () => ({
    body: { nonce: 'N'.repeat(22), audience: 'https://bank.example', expiresAt: SOON },
  });
  const refused = await api().signIn();
  expect(refused).toMatchObject({ ok: false, error: { kind: 'not-understood' } });
  expect(lines()).toEqual(['POST /v1/sign-in/challenge']);
});

test.each([
  [
    'a problem document',
    { status: 409, body: { type: 'urn:x', title: 't', status: 409, detail: 'closed' } },
    { kind: 'refused', sentence: 'closed' },
  ],
  ['a page of a proxy', { status: 502, raw: '<html>' }, { kind: 'refused', status: 502 }],
  ['another shape', { body: { cases: [{}] } }, { kind: 'not-understood' }],
  ['no JSON', { raw: 'ok' }, { kind: 'not-understood' }],
  ['a redirect', { status: 302, raw: '' }, { kind: 'unreachable' }],
] as const)('%s is a value with a sentence', async (_, reply, error) => {
  replies['GET /v1/cases'] = () => reply;
  expect(await api().cases()).toMatchObject({ ok: false, error: { ...error, sentence: expect.stringMatching(/\w+/) } });
});

test('a broker that is not there is named with its address', async () => {
  const gone = new PublicApi('http://127.0.0.1:1');
  expect(await gone.enrolment('X')).toMatchObject({
    ok: false,
    error: { kind: 'unreachable', sentence: expect.stringContaining('127.0.0.1:1') },
  });
});

test('a pairing is asked for with a proof made for this broker alone', async () => {
  const pairing = { deviceCode: 'd', userCode: 'BCDF-GHJK', expiresIn: 600, interval: 1 };
  replies['POST /v1/pairings'] = () => ({ body: pairing });
  expect(await new PublicApi(`${origin}/some/path`).requestPairing(signer, 'Shop')).toEqual({
    ok: true,
    value: pairing,
  });
  const { proof } = z.object({ proof: z.string() }).parse(bodyOf('POST /v1/pairings'));
  const claims = z.strictObject({ name: z.string(), jwk: z.unknown(), aud: z.string() });
  expect(await verifyJws(proof, jwsTypes.pairing, keysOf(signer.jwk), claims)).toMatchObject({
    value: { payload: { name: 'Shop', aud: origin } },
  });
});

test('a blob is stored under its digest and taken back only when it has it', async () => {
  const bytes = Uint8Array.of(0, 255, 10);
  const sha256 = digestHex(bytes);
  replies[`PUT /v1/blobs/${sha256}`] = () => ({ body: { sha256, size: 3 } });
  replies[`GET /v1/blobs/${sha256}`] = () => ({ raw: bytes });
  expect(await api('shop').putBlob(bytes)).toEqual({ ok: true, value: sha256 });
  expect([...(asked.at(-1)?.body ?? [])]).toEqual([0, 255, 10]);
  expect(await api('shop').blob(sha256)).toEqual({ ok: true, value: bytes });
  replies[`GET /v1/blobs/${sha256}`] = () => ({ raw: Uint8Array.of(0, 255, 11) });
  expect(await api('shop').blob(sha256)).toMatchObject({ ok: false, error: { kind: 'not-understood' } });
  replies[`PUT /v1/blobs/${sha256}`] = () => ({ body: { sha256, size: 2 } });
  expect(await api('shop').putBlob(bytes)).toMatchObject({ ok: false });
});

test('an identifier cannot leave its place in the path', async () => {
  await api().evidence('../cases');
  expect(lines().at(-1)).toBe('GET /v1/visits/..%2Fcases/evidence');
});
