import { createHash } from 'node:crypto';
import { type Problem, problem } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { startBroker } from '../../test/broker.js';
import { call } from '../../test/http.js';
import { everybody, freshId, newExpert, newShop, someVehicle } from '../../test/parties.js';

const content = new TextEncoder().encode('a backup of the engine unit');
const digest = createHash('sha256').update(content).digest('hex');

async function twoTenants() {
  const { url } = await startBroker();
  const mine = await everybody(url);
  const theirs = await everybody(url);
  await call(url, 'PUT', `/v1/blobs/${digest}`, { token: mine.shop.token, body: content });
  const neighbour = await newShop(url, mine.expert);
  return { url, mine, theirs, neighbour };
}

type Tenants = Awaited<ReturnType<typeof twoTenants>>;

/** Every path that names something of a tenant, with the identifier left open. */
const PATHS: readonly { method: string; path: (id: string) => string; own: (of: Tenants['mine']) => string }[] = [
  { method: 'GET', path: (id) => `/v1/cases/${id}`, own: (of) => of.case },
  { method: 'POST', path: (id) => `/v1/cases/${id}/close`, own: (of) => of.case },
  { method: 'POST', path: (id) => `/v1/cases/${id}/visits`, own: (of) => of.case },
  { method: 'GET', path: (id) => `/v1/visits/${id}`, own: (of) => of.visit },
  { method: 'POST', path: (id) => `/v1/visits/${id}/close`, own: (of) => of.visit },
  { method: 'GET', path: (id) => `/v1/visits/${id}/ledger`, own: (of) => of.visit },
  { method: 'GET', path: (id) => `/v1/visits/${id}/evidence`, own: (of) => of.visit },
];

const withoutId = (body: unknown, id: string): Problem => {
  const said = problem.parse(body);
  return { ...said, detail: said.detail.replaceAll(id, '*') };
};

test('[BRK-R20] over every verb, what is foreign answers exactly like what does not exist', async () => {
  const { url, mine, theirs, neighbour } = await twoTenants();
  for (const { method, path, own } of PATHS) {
    for (const outsider of [theirs.shop, theirs.expert, neighbour]) {
      const [foreign, missing] = [own(mine), freshId()];
      const there = await call(url, method, path(foreign), { token: outsider.token });
      const nowhere = await call(url, method, path(missing), { token: outsider.token });
      expect([403, 404], `${method} ${path('…')}`).toContain(there.status);
      expect(withoutId(there.body, foreign)).toEqual(withoutId(nowhere.body, missing));
    }
  }
  expect((await call(url, 'GET', '/v1/cases', { token: neighbour.token })).body).toEqual({ cases: [] });
  const listed = JSON.stringify((await call(url, 'GET', '/v1/cases', { token: theirs.expert.token })).body);
  for (const secret of [mine.case, mine.visit, mine.shop.key.thumbprint]) expect(listed).not.toContain(secret);
});

test('[BRK-R20] a blob is read by its shop and by the experts of its organisations only', async () => {
  const { url, mine, theirs, neighbour } = await twoTenants();
  const path = `/v1/blobs/${digest}`;
  for (const reader of [mine.shop, mine.expert]) {
    expect(await call(url, 'GET', path, { token: reader.token })).toMatchObject({
      status: 200,
      body: 'a backup of the engine unit',
    });
  }
  const nowhere = await call(url, 'GET', `/v1/blobs/${'0'.repeat(64)}`, { token: theirs.shop.token });
  for (const outsider of [theirs.shop, theirs.expert, neighbour]) {
    const there = await call(url, 'GET', path, { token: outsider.token });
    expect(there.status).toBe(404);
    expect(withoutId(there.body, digest)).toEqual(withoutId(nowhere.body, '0'.repeat(64)));
  }
  expect((await call(url, 'PUT', path, { token: theirs.expert.token, body: content })).status).toBe(403);
});

test('[BRK-R20] a shop that brings the same content has it too, and only then', async () => {
  const { url, theirs } = await twoTenants();
  const path = `/v1/blobs/${digest}`;
  expect((await call(url, 'PUT', path, { token: theirs.shop.token, body: new Uint8Array(3) })).status).toBe(422);
  expect((await call(url, 'GET', path, { token: theirs.shop.token })).status).toBe(404);
  expect((await call(url, 'PUT', path, { token: theirs.shop.token, body: content })).status).toBe(200);
  expect((await call(url, 'GET', path, { token: theirs.expert.token })).status).toBe(200);
});

test('[BRK-R20] a colleague of the same organisation sees the case and takes no part in the visit of another', async () => {
  const { url, mine } = await twoTenants();
  const colleague = await newExpert(url, mine.organisation);
  expect((await call(url, 'GET', `/v1/cases/${mine.case}`, { token: colleague.token })).status).toBe(200);
  expect((await call(url, 'GET', `/v1/visits/${mine.visit}`, { token: colleague.token })).status).toBe(200);
  expect((await call(url, 'POST', `/v1/visits/${mine.visit}/close`, { token: colleague.token })).status).toBe(404);
});

test('[BRK-R20] a role does not open the doors of the other', async () => {
  const { url, mine } = await twoTenants();
  const body = { vehicle: someVehicle, complaint: 'none' };
  expect((await call(url, 'POST', '/v1/cases', { token: mine.expert.token, body })).status).toBe(403);
  expect((await call(url, 'POST', `/v1/cases/${mine.case}/visits`, { token: mine.shop.token })).status).toBe(403);
});

const OPEN = new Set([
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'POST /v1/organisations',
  'POST /v1/enrolments',
  'GET /v1/enrolments/{code}',
  'PUT /v1/enrolments/{code}/certificate',
  'POST /v1/sign-in/challenge',
  'POST /v1/sign-in',
  'POST /v1/pairings',
  'POST /v1/pairings/token',
]);

test('[BRK-R21] every described path asks for a token, but for those that are listed here', async () => {
  const { url } = await startBroker();
  const { body } = await call(url, 'GET', '/openapi.json');
  const paths = Object.entries((body as { paths: Record<string, Record<string, unknown>> }).paths);
  const asked: string[] = [];
  for (const [path, verbs] of paths) {
    for (const verb of Object.keys(verbs)) {
      const name = `${verb.toUpperCase()} ${path}`;
      const { status } = await call(url, verb.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'));
      if (OPEN.has(name)) expect(status, name).not.toBe(403);
      else expect(status, name).toBe(401);
      asked.push(name);
    }
  }
  expect(asked.filter((name) => OPEN.has(name)).sort()).toEqual([...OPEN].sort());
  expect(asked.length).toBeGreaterThan(OPEN.size + 10);
});

test('a case is closed by its shop once no visit is open in it', async () => {
  const { url, mine } = await twoTenants();
  const close = () => call(url, 'POST', `/v1/cases/${mine.case}/close`, { token: mine.shop.token });
  expect((await close()).status).toBe(409);
  await call(url, 'POST', `/v1/visits/${mine.visit}/close`, { token: mine.expert.token });
  expect(await close()).toMatchObject({ status: 200, body: { state: 'closed' } });
  expect((await call(url, 'POST', `/v1/cases/${mine.case}/visits`, { token: mine.expert.token })).status).toBe(409);
});
