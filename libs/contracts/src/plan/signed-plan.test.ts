import { expect, test } from 'vitest';
import { digestOf } from '../identity/digest.js';
import { generateKey } from '../identity/signer.js';
import type { Plan } from './plan.js';
import { signPlan, verifyPlan } from './signed-plan.js';

const { signer } = await generateKey(false);
const id = 'A'.repeat(22);
const plan: Plan = {
  v: 1,
  job: id,
  case: id,
  visit: id,
  shopNonce: id,
  target: { vin: 'WP0ZZZ99ZTS390000', unit: 0x1002, partNumber: 'p', hardware: 'h', software: 's', serial: '1' },
  recovery: { method: 'write-old-values' },
  agreements: [],
  setAside: [],
  iat: 1_800_000_000,
  exp: 1_800_003_600,
  kind: 'coding',
  writes: [{ did: 0x0600, before: '00', after: '01' }],
};

test('[JWS-R1] a plan is read back by its expert, and its digest is that of the bytes that were signed', async () => {
  const signed = await signPlan(signer, plan);
  if (!signed.ok) throw new Error(signed.error);
  const read = await verifyPlan(signed.value, signer.jwk);
  expect(read).toMatchObject({ ok: true, value: { payload: plan } });
  expect(read.ok && read.value.digest).toBe((digestOf(plan) as { value: string }).value);
});

test('[JWS-R4] a plan of another expert is refused', async () => {
  const signed = await signPlan((await generateKey(false)).signer, plan);
  if (!signed.ok) throw new Error(signed.error);
  expect(await verifyPlan(signed.value, signer.jwk)).toMatchObject({ error: { fault: 'unknown-key' } });
});

test('[JWS-R5] a plan that no envelope could carry is not signed', async () => {
  const write = { did: 1, before: '00'.repeat(100), after: '01'.repeat(100) };
  expect(await signPlan(signer, { ...plan, writes: Array.from({ length: 64 }, () => write) } as Plan)).toMatchObject({
    ok: false,
  });
});
