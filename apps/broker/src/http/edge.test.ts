import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { problem } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBroker, temporaryDirectory } from '../../test/broker.js';
import { call } from '../../test/http.js';
import { everybody } from '../../test/parties.js';

/** `fetch` does not let a caller choose the Host. */
function ask(url: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((settle, fail) => {
    request(url + path, { headers }, (response) => {
      response.resume();
      settle(response.statusCode ?? 0);
    })
      .on('error', fail)
      .end();
  });
}

function upgrade(url: string, path: string, headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, { headers });
  return new Promise((settle) => {
    socket.once('open', () => settle('open'));
    socket.once('unexpected-response', (_request, response) => settle(String(response.statusCode)));
    socket.once('error', () => settle('error'));
  }).then((outcome) => {
    socket.on('error', () => {});
    socket.terminate();
    return String(outcome);
  });
}

test('[BRK-R23] other names and foreign pages are refused, on HTTP and on both sockets', async () => {
  const { url, port } = await startBroker({
    publicUrls: ['https://broker.example'],
    allowOrigins: ['http://localhost:5173'],
  });
  const rebound = { host: `attacker.example:${port}` };
  const foreign = { origin: 'https://attacker.example' };
  expect(await ask(url, '/health/live', rebound)).toBe(421);
  expect(await ask(url, '/health/live', foreign)).toBe(403);
  expect(await ask(url, '/health/live', { origin: 'null' })).toBe(403);
  for (const good of [
    {},
    { host: `localhost:${port}` },
    { host: 'broker.example' },
    { origin: 'http://localhost:5173' },
  ]) {
    expect(await ask(url, '/health/live', { ...good })).toBe(200);
  }
  for (const bad of [rebound, foreign]) {
    expect(await upgrade(url, '/v1/tunnel', bad)).toBe('403');
    expect(await upgrade(url, '/socket.io/?EIO=4&transport=websocket', bad)).toBe('400');
    expect(await ask(url, '/socket.io/?EIO=4&transport=polling', bad)).toBe(403);
  }
  expect(await upgrade(url, '/v1/tunnel', { origin: url })).toBe('open');
  expect(await upgrade(url, '/socket.io/?EIO=4&transport=websocket', {})).toBe('open');
  expect(await upgrade(url, '/elsewhere', {})).toBe('404');
});

test('[BRK-R24] every refusal is a problem document with a sentence', async () => {
  const { url } = await startBroker();
  const { shop } = await everybody(url);
  const { token } = shop;
  const refusals = [
    [404, await call(url, 'GET', '/v1/nowhere')],
    [401, await call(url, 'GET', '/v1/cases')],
    [404, await call(url, 'GET', '/v1/cases/%00', { token })],
    [400, await call(url, 'GET', '/v1/cases/%zz', { token })],
    [400, await call(url, 'POST', '/v1/cases', { token, body: { complaint: 7 } })],
    [
      400,
      await call(url, 'POST', '/v1/sign-in', {
        headers: { 'content-type': 'application/json' },
        body: new Uint8Array(9),
      }),
    ],
    [413, await call(url, 'POST', '/v1/enrolments', { body: { name: 'x'.repeat(70_000) } })],
    [400, await call(url, 'PUT', '/v1/blobs/nonsense', { token, body: new Uint8Array(1) })],
    [415, await call(url, 'PUT', `/v1/blobs/${'0'.repeat(64)}`, { token, body: {} })],
  ] as const;
  for (const [status, reply] of refusals) {
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const said = problem.parse(reply.body);
    expect(said.status).toBe(status);
    expect(said.detail.length).toBeGreaterThan(20);
  }
  expect(problem.parse(refusals[4][1].body).detail).toMatch(/vehicle.*complaint/);
});

test('[BRK-R24] who asks too much is told how long to wait, and the health check is not in the way', async () => {
  const { url } = await startBroker({ limits: { http: { burst: 5, perSecond: 0.01 } } });
  for (let asked = 0; asked < 5; asked++) expect((await call(url, 'POST', '/v1/sign-in/challenge')).status).toBe(200);
  const refused = await call(url, 'POST', '/v1/sign-in/challenge');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1);
  expect((await call(url, 'GET', '/health/ready')).status).toBe(200);
});

test('the console is served with a strict policy, and its pages are not mistaken for the API', async () => {
  const consoleDir = temporaryDirectory();
  mkdirSync(join(consoleDir, 'assets'));
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(consoleDir, 'assets', 'app-1.js'), 'export {};');
  const { url } = await startBroker({ consoleDir });
  const html = { accept: 'text/html' };
  for (const path of ['/', '/cases/some-case']) {
    const page = await call(url, 'GET', path, { headers: html });
    expect(page.body).toContain('<title>console</title>');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  }
  const script = await call(url, 'GET', '/assets/app-1.js');
  expect(script.headers.get('content-type')).toMatch(/javascript/);
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await call(url, 'GET', '/assets/missing.js', { headers: html })).status).toBe(404);
  expect((await call(url, 'GET', '/v1/nowhere', { headers: html })).status).toBe(404);
  expect((await call(url, 'GET', '/..%2f..%2fetc%2fpasswd')).body).not.toContain('root:');
});

test('the API is described, and people can read it', async () => {
  const { url } = await startBroker();
  const { body } = await call(url, 'GET', '/openapi.json');
  const described = body as { openapi: string; paths: { [path: string]: { [verb: string]: object } } };
  expect(described.openapi).toMatch(/^3\./);
  expect(described.paths['/v1/cases']?.post).toMatchObject({
    requestBody: { content: { 'application/json': { schema: {} } } },
    responses: { 201: {}, default: {} },
  });
  expect((await call(url, 'GET', '/docs')).body).toContain('swagger');
});
