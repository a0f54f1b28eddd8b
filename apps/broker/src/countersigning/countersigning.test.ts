import { countersigningList, countersigningView, digestHex, fromBase64url, jwsTypes } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { startBroker } from '../../test/broker.js';
import { call, expectOk } from '../../test/http.js';
import { everybody, newExpert, newKey, signed } from '../../test/parties.js';

const answer = { certificate: 'certificate of the second', jws: 'signature of the second' };

async function asked() {
  const { url } = await startBroker();
  const mine = await everybody(url);
  const colleague = await newExpert(url, mine.organisation);
  const jws = await signed(await newKey(), jwsTypes.plan, { what: 'nothing that the broker reads' });
  const plan = digestHex(fromBase64url(jws.split('.')[1] ?? '') ?? new Uint8Array());
  const path = `/v1/countersigning/${plan}`;
  const body = { jws, certificate: mine.expert.certificate };
  await expectOk(call(url, 'PUT', path, { token: mine.expert.token, body }), countersigningView);
  return { url, mine, colleague, plan, path, body };
}

test('[BRK-R60] a colleague finds the plan and signs it, and its author finds the signature', async () => {
  const { url, mine, colleague, plan, path, body } = await asked();
  const list = await expectOk(call(url, 'GET', '/v1/countersigning', { token: colleague.token }), countersigningList);
  expect(list.requests).toMatchObject([{ plan, ...body, signed: null }]);
  expect((await call(url, 'POST', path, { token: colleague.token, body: answer })).status).toBe(200);
  const found = await expectOk(call(url, 'GET', path, { token: mine.expert.token }), countersigningView);
  expect(found.signed).toEqual(answer);
});

test('[BRK-R60] nobody countersigns a plan of his own, and nobody puts another in the place of a colleague’s', async () => {
  const { url, mine, colleague, path, body } = await asked();
  expect((await call(url, 'POST', path, { token: mine.expert.token, body: answer })).status).toBe(409);
  expect((await call(url, 'PUT', path, { token: colleague.token, body })).status).toBe(409);
  const other = await signed(await newKey(), jwsTypes.plan, { what: 'another' });
  expect((await call(url, 'PUT', path, { token: mine.expert.token, body: { ...body, jws: other } })).status).toBe(422);
  expect((await call(url, 'GET', path, { token: mine.expert.token })).body).toMatchObject({
    jws: body.jws,
    signed: null,
  });
});

test('[BRK-R60] shops and other organisations neither see nor answer it', async () => {
  const { url, mine, path } = await asked();
  const theirs = await everybody(url);
  expect((await call(url, 'GET', path, { token: mine.shop.token })).status).toBe(403);
  expect((await call(url, 'GET', path, { token: theirs.expert.token })).status).toBe(404);
  expect((await call(url, 'POST', path, { token: theirs.expert.token, body: answer })).status).toBe(404);
  expect((await call(url, 'GET', '/v1/countersigning', { token: theirs.expert.token })).body).toEqual({ requests: [] });
});

test('[BRK-R60] what the shop refused is refused here too, with its sentence, until a colleague signs anew', async () => {
  const { url, mine, colleague, path, body } = await asked();
  const refusal = {
    signed: answer,
    sentence: 'The countersignature does not count: its certificate does not cover programming.',
  };
  const say = (token: string, said: object = refusal) => call(url, 'PUT', `${path}/refusal`, { token, body: said });
  expect((await say(mine.expert.token)).status).toBe(409);
  await call(url, 'POST', path, { token: colleague.token, body: answer });
  expect((await say(colleague.token)).status).toBe(403);
  expect((await say(mine.expert.token, { ...refusal, signed: { ...answer, jws: 'another' } })).status).toBe(409);
  expect((await say(mine.expert.token)).status).toBe(200);
  await call(url, 'PUT', path, { token: mine.expert.token, body });
  const seen = await expectOk(call(url, 'GET', path, { token: colleague.token }), countersigningView);
  expect(seen).toMatchObject({ signed: answer, refused: refusal.sentence });
  await call(url, 'POST', path, { token: colleague.token, body: { ...answer, jws: 'anew' } });
  expect((await call(url, 'GET', path, { token: mine.expert.token })).body).toMatchObject({ refused: null });
});

test('[BRK-R61] what a colleague has declined nobody can countersign, and all of them see who and why', async () => {
  const { url, mine, colleague, path, body } = await asked();
  const decline = (token: string, reason = 'The unit has the wrong hardware.') =>
    call(url, 'POST', `${path}/decline`, { token, body: { reason } });
  expect((await decline(mine.expert.token)).status).toBe(409);
  expect((await decline(colleague.token, ' ')).status).toBe(400);
  expect((await decline(colleague.token)).status).toBe(200);
  expect((await call(url, 'POST', path, { token: colleague.token, body: answer })).status).toBe(409);
  expect((await call(url, 'PUT', path, { token: mine.expert.token, body })).status).toBe(200);
  for (const { token } of [mine.expert, colleague])
    expect((await call(url, 'GET', path, { token })).body).toMatchObject({
      signed: null,
      declined: { expert: expect.any(String), reason: 'The unit has the wrong hardware.' },
    });
});

test('[BRK-R61] what is countersigned is not declined, and other organisations decline nothing', async () => {
  const { url, colleague, path } = await asked();
  const body = { reason: 'No.' };
  const theirs = await everybody(url);
  expect((await call(url, 'POST', `${path}/decline`, { token: theirs.expert.token, body })).status).toBe(404);
  await call(url, 'POST', path, { token: colleague.token, body: answer });
  expect((await call(url, 'POST', `${path}/decline`, { token: colleague.token, body })).status).toBe(409);
});
