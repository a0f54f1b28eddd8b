import { pairingState, pairingView, problem } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { movedClock, startBroker } from '../../test/broker.js';
import { call, expectOk } from '../../test/http.js';
import {
  certificateFor,
  type Expert,
  everybody,
  newExpert,
  newKey,
  nowSeconds,
  registerOrganisation,
  requestPairing,
  signIn,
  signInProof,
} from '../../test/parties.js';

const view = (url: string, expert: Expert, code: string) =>
  call(url, 'GET', `/v1/pairings/${encodeURIComponent(code)}`, { token: expert.token });
const approve = (url: string, expert: Expert, code: string) =>
  call(url, 'POST', `/v1/pairings/${encodeURIComponent(code)}/approve`, { token: expert.token });
const poll = (url: string, deviceCode: string) => call(url, 'POST', '/v1/pairings/token', { body: { deviceCode } });

async function waitingShop(url: string) {
  const organisation = await registerOrganisation(url);
  const expert = await newExpert(url, organisation);
  const key = await newKey();
  return { organisation, expert, key, ...(await requestPairing(url, key)) };
}

test('[BRK-R10][BRK-R11][BRK-R12][BRK-R15] a shop is paired with the organisation of the expert who entered its code', async () => {
  const { url } = await startBroker();
  const { organisation, expert, key, userCode, deviceCode } = await waitingShop(url);
  expect(await expectOk(poll(url, deviceCode), pairingState)).toEqual({ state: 'pending' });
  const seen = await expectOk(view(url, expert, userCode.toLowerCase()), pairingView);
  expect(seen).toEqual({ shopName: 'Garage Nord', thumbprint: key.thumbprint });
  await expectOk(approve(url, expert, userCode), pairingView);
  const root = { name: organisation.name, root: organisation.root.jwk, thumbprint: organisation.root.thumbprint };
  expect(await expectOk(poll(url, deviceCode), pairingState)).toEqual({ state: 'paired', organisation: root });
  expect(await signIn(url, key, 'shop')).toMatch(/\./);
});

test('[BRK-R10] a pairing asked for with the key of somebody else is refused', async () => {
  const { url } = await startBroker();
  const [key, other] = [await newKey(), await newKey()];
  await expect(requestPairing(url, { ...key, sign: other.sign })).rejects.toThrow(/401/);
});

test('[BRK-R12] an approval says nothing about any other organisation', async () => {
  const { url } = await startBroker();
  const { key, expert, userCode } = await waitingShop(url);
  const stranger = await newExpert(url, await registerOrganisation(url, 'Others'));
  await expectOk(approve(url, expert, userCode), pairingView);
  const shop = { key, token: await signIn(url, key, 'shop') };
  const body = { vehicle: { make: 'Sample', model: '', year: null, vin: null }, complaint: 'none' };
  await call(url, 'POST', '/v1/cases', { token: shop.token, body });
  expect((await call(url, 'GET', '/v1/cases', { token: expert.token })).body).toMatchObject({ cases: [{}] });
  expect((await call(url, 'GET', '/v1/cases', { token: stranger.token })).body).toEqual({ cases: [] });
});

test('[BRK-R13] a code works once', async () => {
  const { url } = await startBroker();
  const { expert, userCode } = await waitingShop(url);
  const rival = await newExpert(url, await registerOrganisation(url, 'Rivals'));
  await expectOk(approve(url, expert, userCode), pairingView);
  expect((await approve(url, expert, userCode)).status).toBe(404);
  expect((await approve(url, rival, userCode)).status).toBe(404);
  expect((await view(url, rival, userCode)).status).toBe(404);
});

test('[BRK-R13] two approvals at once: one of them wins', async () => {
  const { url } = await startBroker();
  const { expert, userCode } = await waitingShop(url);
  const rival = await newExpert(url, await registerOrganisation(url, 'Rivals'));
  const statuses = (await Promise.all([approve(url, expert, userCode), approve(url, rival, userCode)])).map(
    ({ status }) => status,
  );
  expect(statuses.sort()).toEqual([200, 404]);
});

test('[BRK-R13] after ten minutes neither code opens anything', async () => {
  const clock = movedClock();
  const { url } = await startBroker({ clock });
  const { key, deviceCode, userCode } = await waitingShop(url);
  clock.move(600_001);
  const expert = await signedInLater(url, 600);
  expect((await approve(url, expert, userCode)).status).toBe(404);
  expect((await poll(url, deviceCode)).status).toBe(404);
  await expect(signIn(url, key, 'shop')).rejects.toThrow();
});

test('[BRK-R14] the sixth try is refused, even with the right code, until ten minutes have passed', async () => {
  const clock = movedClock();
  const { url } = await startBroker({ clock });
  const { expert, userCode } = await waitingShop(url);
  const wrong = ['BCDF-GHJK', 'not a code', '', 'BCDFGHJL', 'BCDF-GHJM'].map((code) => code || '-');
  for (const [index, code] of wrong.entries()) {
    const refused = await view(url, expert, code);
    expect(refused.status).toBe(404);
    expect(problem.parse(refused.body).detail).toContain(`Tries left: ${4 - index}`);
  }
  const locked = await approve(url, expert, userCode);
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(500);
  clock.move(600_001);
  const again = await signedInLater(url, 600, expert);
  expect((await approve(url, again, 'BCDF-GHJK')).status).toBe(404);
});

test('[BRK-R14] the tries of one expert do not lock another', async () => {
  const { url } = await startBroker();
  const { organisation, expert, userCode } = await waitingShop(url);
  for (let tries = 0; tries < 6; tries++) await view(url, expert, 'BCDF-GHJK');
  const colleague = await newExpert(url, organisation);
  await expectOk(approve(url, colleague, userCode), pairingView);
});

test('[BRK-R14] only experts may enter codes', async () => {
  const { url } = await startBroker();
  const { shop } = await everybody(url);
  expect((await call(url, 'GET', '/v1/pairings/BCDF-GHJK', { token: shop.token })).status).toBe(403);
});

/** An expert who signs in on a broker whose clock stands `ahead` seconds before ours. */
async function signedInLater(url: string, ahead: number, known?: Expert): Promise<Expert> {
  const organisation = await registerOrganisation(url, 'Later');
  const key = known?.key ?? (await newKey());
  const certificate = known?.certificate ?? (await certificateFor(organisation, key));
  const proof = await signInProof(url, key, 'expert', { iat: nowSeconds() + ahead });
  const reply = await call(url, 'POST', '/v1/sign-in', { body: { proof, jwk: key.jwk, certificate } });
  return { key, certificate, token: (reply.body as { token: string }).token };
}
