import { type Result, wallMillis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { issueCertificate } from '../identity/authority.js';
import { generateKey } from '../identity/signer.js';
import { countersignView, openColleaguePlan } from './colleague-plan.js';
import { countersign, verifyCountersignature } from './countersignature.js';
import { planPhrase } from './phrase.js';
import type { Plan } from './plan.js';
import { signPlan, verifyPlan } from './signed-plan.js';

const [root, ada, bob] = [
  (await generateKey(false)).signer,
  (await generateKey(false)).signer,
  (await generateKey(false)).signer,
];
const id = 'A'.repeat(22);
const WALL = wallMillis(1_800_000_000_000);
const plan: Plan = {
  v: 1,
  job: id,
  case: id,
  visit: id,
  shopNonce: id,
  target: { vin: 'WP0ZZZ99ZTS390000', unit: 0x1003, partNumber: 'p', hardware: 'h', software: 's', serial: '1' },
  recovery: { method: 'write-old-values' },
  agreements: [],
  setAside: [],
  iat: 1_800_000_000,
  exp: 1_800_003_600,
  kind: 'coding',
  writes: [{ did: 0x0600, before: '00', after: '01' }],
};

const value = <T>(result: Result<T, string>): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

const certificateOf = async (key: typeof ada, name: string) =>
  value(
    await issueCertificate(root, {
      ...{ serial: id, organisation: 'Org', name, jwk: key.jwk, effects: ['code'], makes: ['*'] },
      ...{ iat: 1_799_999_000, nbf: 1_799_999_000, exp: 1_800_100_000 },
    }),
  );

const jws = value(await signPlan(ada, plan));
const opened = await verifyPlan(jws, ada.jwk);
const digest = opened.ok ? opened.value.digest : '';
const view = { plan: digest, jws, certificate: await certificateOf(ada, 'Ada'), expert: 'Ada', signed: null };

test('[IDN-R10] a second expert reads the plan from the signed bytes and signs its digest', async () => {
  expect(await openColleaguePlan(view)).toMatchObject({
    ok: true,
    value: { plan, digest, phrase: planPhrase(digest), author: { name: 'Ada' } },
  });
  const certificate = await certificateOf(bob, 'Bob');
  const signed = value(await countersignView(view, { signer: bob, certificate }, WALL));
  expect(signed.certificate).toBe(certificate);
  expect(await verifyCountersignature(signed.jws, bob.jwk)).toMatchObject({
    ok: true,
    value: { payload: { plan: digest, unit: 0x1003, exp: plan.exp } },
  });
});

test('[IDN-R10] a plan that is not the one of its digest, of its author or of its bytes is not signed', async () => {
  const other = value(await signPlan(ada, { ...plan, writes: [{ did: 0x0600, before: '00', after: '02' }] } as Plan));
  for (const changed of [
    { ...view, jws: other },
    { ...view, certificate: await certificateOf(bob, 'Ada') },
    { ...view, certificate: 'a.b.c' },
    { ...view, plan: '0'.repeat(64) },
  ])
    expect(await countersignView(changed, { signer: bob, certificate: 'c' }, WALL)).toMatchObject({ ok: false });
});

test('[IDN-R10] a plan’s signature is no countersignature, and the other way round', async () => {
  expect(await verifyCountersignature(jws, ada.jwk)).toMatchObject({ ok: false, error: { fault: 'header' } });
  const content = { v: 1 as const, plan: digest, job: id, unit: 1, iat: 1, exp: 2 };
  expect(await verifyPlan(value(await countersign(ada, content)), ada.jwk)).toMatchObject({ ok: false });
});
