import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { expect, onTestFinished, test } from 'vitest';
import { pairedShop } from '../../page/test/sample-state.js';
import { ScriptedBay } from '../../page/test/scripted-bay.js';
import { bayToken, startBayServer } from './bay-server.js';
import { BAY_TOKEN_HEADER } from './bay-state.js';
import { screenCalls } from './screen-calls.js';

interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

async function bench() {
  const page = mkdtempSync(join(tmpdir(), 'baylink-bay-'));
  writeFileSync(join(page, 'index.html'), '<title>Bay screen</title>');
  const bay = new ScriptedBay(pairedShop);
  const started = await startBayServer({
    host: '127.0.0.1',
    port: 0,
    page,
    token: bayToken(systemChance()),
    calls: screenCalls(bay, systemClock(), systemChance()),
  });
  if (!started.ok) throw new Error(started.error);
  onTestFinished(async () => {
    await started.value.close();
    rmSync(page, { recursive: true, force: true });
  });
  const { port, host, hash } = new URL(started.value.url);
  const token = hash.slice(1);
  /** Node's own client: unlike `fetch`, it sends the Host and Origin that it is told. */
  const ask = ({ method = 'GET', path, headers = {}, body }: Ask): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  const told = { [BAY_TOKEN_HEADER]: token, 'content-type': 'application/json' };
  return { bay, ask, told, host, port };
}

test.each([
  ['no token', {}],
  ['another token of the same length', { [BAY_TOKEN_HEADER]: '0'.repeat(48) }],
  ['half a token', { [BAY_TOKEN_HEADER]: '0'.repeat(24) }],
])('[BAY-R10] %s: nothing is told and nothing is done', async (_, headers) => {
  const { bay, ask } = await bench();
  for (const path of ['/api/state', '/api/stream']) {
    const answer = await ask({ path, headers });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toEqual({ sentence: expect.stringContaining('open the link') });
  }
  const post = {
    method: 'POST',
    path: '/api/pairing/start',
    headers: { ...headers, 'content-type': 'application/json' },
  };
  expect((await ask({ ...post, body: {} })).status).toBe(403);
  expect(bay.heard).toEqual([]);
});

test.each(['rebound.example', '127.0.0.1', '127.0.0.1:1', 'localhost.rebound.example', '10.0.0.7:80'])(
  '[BAY-R11] the name %s is refused for the page and for its calls',
  async (name) => {
    const { ask, told } = await bench();
    for (const path of ['/', '/index.html', '/api/state'])
      expect((await ask({ path, headers: { ...told, host: name } })).status).toBe(403);
  },
);

test('[BAY-R11] the loopback names with the port of this start are answered', async () => {
  const { ask, told, port } = await bench();
  for (const name of ['127.0.0.1', 'localhost', '[::1]'])
    expect((await ask({ path: '/api/state', headers: { ...told, host: `${name}:${port}` } })).status).toBe(200);
});

test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'https://localhost'])(
  '[BAY-R12] a request from %s is refused, token or not',
  async (origin) => {
    const { bay, ask, told } = await bench();
    const post = { method: 'POST', path: '/api/pairing/start', headers: { ...told, origin }, body: {} };
    expect((await ask(post)).status).toBe(403);
    expect((await ask({ path: '/', headers: { origin } })).status).toBe(403);
    expect(bay.heard).toEqual([]);
  },
);

test('[BAY-R12] the page itself may ask', async () => {
  const { bay, ask, told, host } = await bench();
  const headers = { ...told, origin: `http://${host}` };
  expect((await ask({ method: 'POST', path: '/api/pairing/start', headers, body: {} })).status).toBe(200);
  expect(bay.given('startPairing')).toHaveLength(1);
});

test('[BAY-R13] the policy is on the page, on answers and on refusals', async () => {
  const { ask, told } = await bench();
  for (const headers of [told, {}])
    for (const path of ['/', '/api/state', '/api/nothing'])
      expect((await ask({ path, headers })).headers['content-security-policy']).toContain("default-src 'self';");
});

test('[BAY-R14] every field that is wrong is named with its value, its limit and the next step', async () => {
  const { bay, ask, told } = await bench();
  const vehicle = { make: 'Sample', model: '', year: 1899, vin: null };
  const answer = await ask({
    method: 'POST',
    path: '/api/cases',
    headers: told,
    body: { vehicle, complaint: 'x'.repeat(2001) },
  });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text).sentence).toBe(
    'The year is “1899”; it has to be a number from 1950 to 2100. Correct it or leave it empty. ' +
      `The complaint is “${'x'.repeat(40)}…” (2001 characters); it has to be 1 to 2000 characters. Say in a sentence what is wrong with the car.`,
  );
  expect(bay.heard).toEqual([]);
});

test('[BAY-R14] what only the page could have sent wrongly is said as such', async () => {
  const { bay, ask, told } = await bench();
  const answer = await ask({ method: 'POST', path: '/api/stop', headers: told, body: { job: 'x' } });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text).sentence).toMatch(/^The page sent job that cannot be read .* Reload it\.$/);
  expect(bay.heard).toEqual([]);
});

test('[BAY-R15] a refusal of the shop client is its sentence', async () => {
  const { bay, ask, told } = await bench();
  bay.refusals.set('closeCase', 'A job is running; the case stays open until it has ended.');
  const answer = await ask({ method: 'POST', path: '/api/cases/close', headers: told, body: {} });
  expect(answer.status).toBe(409);
  expect(JSON.parse(answer.text)).toEqual({ sentence: 'A job is running; the case stays open until it has ended.' });
});
