import { accessToken, challenge, enrolment, jwsTypes, problem, thumbprintOf } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { movedClock, startBroker, temporaryDirectory } from '../../test/broker.js';
import { call, expectOk } from '../../test/http.js';
import {
  certificateFor,
  everybody,
  freshId,
  newExpert,
  newKey,
  nowSeconds,
  registerOrganisation,
  signed,
  signIn,
  signInProof,
} from '../../test/parties.js';

test('[BRK-R1] a root registers itself with its own signature, and the broker never sees its private key', async () => {
  const { url } = await startBroker();
  const root = await newKey();
  const proof = await signed(root, jwsTypes.root, { name: 'Experts', jwk: root.jwk, aud: url });
  const reply = await call(url, 'POST', '/v1/organisations', { body: { proof } });
  expect(reply).toMatchObject({ status: 201, body: { name: 'Experts', root: root.jwk, thumbprint: root.thumbprint } });
});

test('[BRK-R1] a root proof by another key, for another broker or under a second name is refused', async () => {
  const { url } = await startBroker();
  const [root, thief] = [await newKey(), await newKey()];
  const register = async (signer: typeof root, payload: object) =>
    call(url, 'POST', '/v1/organisations', { body: { proof: await signed(signer, jwsTypes.root, payload) } });
  const honest = { name: 'Experts', jwk: root.jwk, aud: url };
  expect((await register(thief, honest)).status).toBe(401);
  expect((await register(root, { ...honest, aud: 'http://elsewhere.example' })).status).toBe(401);
  expect((await register(root, honest)).status).toBe(201);
  expect((await register(root, honest)).status).toBe(201);
  expect((await register(root, { ...honest, name: 'Impostors' })).status).toBe(409);
});

test('[BRK-R2] an enrolment takes the certificate of a registered root over its own key and no other', async () => {
  const { url } = await startBroker();
  const organisation = await registerOrganisation(url);
  const [key, other] = [await newKey(), await newKey()];
  const body = { jwk: key.jwk, name: 'Ada' };
  const { code, thumbprint } = await expectOk(call(url, 'POST', '/v1/enrolments', { body }), enrolment);
  expect(thumbprint).toBe(thumbprintOf(key.jwk));
  const bring = async (certificate: string) =>
    (await call(url, 'PUT', `/v1/enrolments/${code}/certificate`, { body: { certificate } })).status;
  expect(await bring(await certificateFor(organisation, other))).toBe(401);
  expect(await bring(await certificateFor({ root: await newKey(), name: 'Unknown' }, key))).toBe(401);
  expect(await bring(await certificateFor(organisation, key, { exp: nowSeconds() - 1 }))).toBe(401);
  expect(await bring('nonsense')).toBe(401);
  const certificate = await certificateFor(organisation, key);
  expect(await bring(certificate)).toBe(200);
  const typed = code.toLowerCase().replace('-', ' ');
  expect(await expectOk(call(url, 'GET', `/v1/enrolments/${encodeURIComponent(typed)}`), enrolment)).toMatchObject({
    certificate,
  });
});

test('[BRK-R3] a sign-in proof works once', async () => {
  const { url } = await startBroker();
  const organisation = await registerOrganisation(url);
  const key = await newKey();
  const certificate = await certificateFor(organisation, key);
  const proof = await signInProof(url, key, 'expert');
  const body = { proof, jwk: key.jwk, certificate };
  expect((await call(url, 'POST', '/v1/sign-in', { body })).status).toBe(200);
  const again = await call(url, 'POST', '/v1/sign-in', { body });
  expect(again.status).toBe(401);
  expect(problem.parse(again.body).detail).toMatch(/used before/);
});

test('[BRK-R3] the nonce of a sign-in is void after a minute', async () => {
  const clock = movedClock();
  const { url } = await startBroker({ clock });
  const organisation = await registerOrganisation(url);
  const key = await newKey();
  const { nonce, audience } = await expectOk(call(url, 'POST', '/v1/sign-in/challenge'), challenge);
  clock.move(60_001);
  const iat = nowSeconds() + 60;
  const proof = await signed(key, jwsTypes.signIn, { nonce, aud: audience, role: 'expert', iat });
  const body = { proof, jwk: key.jwk, certificate: await certificateFor(organisation, key) };
  expect((await call(url, 'POST', '/v1/sign-in', { body })).status).toBe(401);
});

test('[BRK-R3] a sign-in with a foreign key, audience, nonce, date or certificate is refused', async () => {
  const { url } = await startBroker();
  const organisation = await registerOrganisation(url);
  const [key, other] = [await newKey(), await newKey()];
  const certificate = await certificateFor(organisation, key);
  const attempt = async (change: { proof?: object; signer?: typeof key; body?: object }) => {
    const proof = await signInProof(url, change.signer ?? key, 'expert', change.proof);
    const body = { proof, jwk: key.jwk, certificate, ...change.body };
    return (await call(url, 'POST', '/v1/sign-in', { body })).status;
  };
  expect(await attempt({ signer: other })).toBe(401);
  expect(await attempt({ signer: other, body: { jwk: other.jwk } })).toBe(401);
  expect(await attempt({ proof: { aud: 'http://elsewhere.example' } })).toBe(401);
  expect(await attempt({ proof: { nonce: freshId() } })).toBe(401);
  expect(await attempt({ proof: { iat: nowSeconds() - 3600 } })).toBe(401);
  expect(await attempt({ body: { certificate: undefined } })).toBe(403);
  expect(await attempt({ body: { certificate: await certificateFor(organisation, key, { exp: 1 }) } })).toBe(401);
  expect(await attempt({ proof: { role: 'shop' } })).toBe(403);
  expect(await attempt({})).toBe(200);
});

test('[BRK-R4] a token lives ten minutes at most, and never longer than the certificate', async () => {
  const clock = movedClock();
  const { url } = await startBroker({ clock });
  const organisation = await registerOrganisation(url);
  const expert = await newExpert(url, organisation);
  const ask = (token: string) => call(url, 'GET', '/v1/cases', { token });
  expect((await ask(expert.token)).status).toBe(200);
  clock.move(600_000);
  expect((await ask(expert.token)).status).toBe(401);

  const key = await newKey();
  const exp = nowSeconds() + 660;
  const certificate = await certificateFor(organisation, key, { exp });
  const proof = await signInProof(url, key, 'expert', { iat: nowSeconds() + 600 });
  const body = { proof, jwk: key.jwk, certificate };
  expect((await expectOk(call(url, 'POST', '/v1/sign-in', { body }), accessToken)).expiresAt).toBe(exp);
});

test('[BRK-R4] a token of another broker, of another key or of another kind opens nothing', async () => {
  const { url } = await startBroker();
  const { expert } = await everybody(url);
  const elsewhere = await startBroker();
  const foreign = await everybody(elsewhere.url);
  const self = await signed(expert.key, jwsTypes.access, {
    jti: freshId(),
    iss: expert.key.thumbprint,
    sub: expert.key.thumbprint,
    cnf: { jkt: expert.key.thumbprint },
    iat: nowSeconds(),
    exp: nowSeconds() + 600,
    principal: { role: 'shop', thumbprint: expert.key.thumbprint, name: 'x' },
  });
  for (const token of [foreign.expert.token, self, expert.certificate, `${expert.token}x`, 'x', '']) {
    expect((await call(url, 'GET', '/v1/cases', { token })).status).toBe(401);
  }
  expect((await call(url, 'GET', '/v1/cases')).headers.get('www-authenticate')).toMatch(/^Bearer/);
});

test('[BRK-R4] a token goes on working after a restart on the same data', async () => {
  const dataDir = temporaryDirectory();
  const first = await startBroker({ dataDir });
  const { expert, visit } = await everybody(first.url);
  await first.close();
  const second = await startBroker({ dataDir });
  expect((await call(second.url, 'GET', `/v1/visits/${visit}`, { token: expert.token })).status).toBe(200);
});

test('[BRK-R5] a shop that nobody has paired cannot sign in', async () => {
  const { url } = await startBroker();
  await expect(signIn(url, await newKey(), 'shop')).rejects.toThrow(/pair the shop first/);
});
