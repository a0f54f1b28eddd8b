import { type Result, wallMillis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { issueCertificate } from '../identity/authority.js';
import { generateKey, type Signer } from '../identity/signer.js';
import { keysOf } from '../jws/verify.js';
import { countersignView } from './colleague-plan.js';
import { countersign } from './countersignature.js';
import type { CodingPlan } from './plan.js';
import { checkPlanDocument, type PlanDocument } from './plan-document.js';
import { signPlan, verifyPlan } from './signed-plan.js';

const newKey = async (): Promise<Signer> => (await generateKey(false)).signer;
const [root, stranger, ada, bob, adaAgain] = [
  await newKey(),
  await newKey(),
  await newKey(),
  await newKey(),
  await newKey(),
];
const id = 'A'.repeat(22);
const SECONDS = 1_800_000_000;
const WALL = wallMillis(SECONDS * 1000);
const plan: CodingPlan = {
  ...{ v: 1, job: id, case: id, visit: id, shopNonce: id, agreements: [], setAside: [] },
  target: { vin: 'WP0ZZZ99ZTS390000', unit: 0x1003, partNumber: 'p', hardware: 'h', software: 's', serial: '1' },
  recovery: { method: 'write-old-values' },
  ...{ iat: SECONDS, exp: SECONDS + 3_600, kind: 'coding', writes: [{ did: 0x0600, before: '00', after: '01' }] },
};

const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};

const certificateOf = async (key: Signer, name: string, by = root, exp = SECONDS + 86_400) =>
  value(
    await issueCertificate(by, {
      ...{ serial: id, organisation: 'Org', name, jwk: key.jwk, effects: ['code'], makes: ['*'] },
      ...{ iat: SECONDS - 10, nbf: SECONDS - 10, exp },
    }),
  );

async function documentOf(content: CodingPlan, certificate?: string): Promise<PlanDocument> {
  const jws = value(await signPlan(ada, content));
  const { digest } = value(await verifyPlan(jws, ada.jwk));
  const author = certificate ?? (await certificateOf(ada, 'Ada'));
  return { format: 'baylink-plan', v: 1, plan: digest, jws, certificate: author, signed: null };
}

const first = await documentOf(plan);
const bobs = { signer: bob, certificate: await certificateOf(bob, 'Bob') };
const both: PlanDocument = { ...first, signed: value(await countersignView(first, bobs, WALL)) };
const check = (document: PlanDocument, wall = WALL, roots = keysOf(root.jwk)) =>
  checkPlanDocument(document, wall, roots);

test('[IDN-R11] who signed, what and until when is read from the file alone', async () => {
  expect(await check(both)).toMatchObject({
    ok: true,
    value: { plan, author: { name: 'Ada' }, second: { name: 'Bob' }, certified: 'yes', expired: undefined },
  });
  expect(await checkPlanDocument(first, WALL, undefined)).toMatchObject({
    value: { second: undefined, certified: 'unknown' },
  });
});

test('[IDN-R11] a plan, a certificate or a countersignature out of date is told, and is not a changed one', async () => {
  const late = wallMillis((SECONDS + 3_600) * 1000);
  expect(await check(both, late)).toMatchObject({
    ok: true,
    value: { expired: expect.stringMatching(/plan has expired.*countersignature of Bob has expired/) },
  });
  const old = await documentOf(plan, await certificateOf(ada, 'Ada', root, SECONDS));
  for (const roots of [keysOf(root.jwk), undefined])
    expect(await checkPlanDocument(old, WALL, roots)).toMatchObject({
      ok: true,
      value: { expired: expect.stringContaining('certificate of Ada') },
    });
});

describe('[IDN-R11] what is not what it says is refused in words', () => {
  test.each<[string, () => Promise<PlanDocument>, RegExp]>([
    ['another digest', async () => ({ ...first, plan: '0'.repeat(64) }), /another one than its digest/],
    [
      'a byte of the plan',
      async () => ({ ...first, jws: first.jws.replace(/\.(.)/, (_, c) => `.${c === 'e' ? 'f' : 'e'}`) }),
      /not as Ada signed it/,
    ],
    ['another signer', async () => ({ ...first, certificate: bobs.certificate }), /not as Bob signed it/],
    [
      'a certificate of another root',
      async () => documentOf(plan, await certificateOf(ada, 'Ada', stranger)),
      /not trusted/,
    ],
    [
      'a countersignature of another plan',
      async () => {
        const other = await documentOf({ ...plan, writes: [{ did: 0x0600, before: '00', after: '02' }] });
        return { ...first, signed: value(await countersignView(other, bobs, WALL)) };
      },
      /Bob is for another plan/,
    ],
    [
      'the same key twice',
      async () => ({
        ...first,
        signed: value(await countersignView(first, { signer: ada, certificate: first.certificate }, WALL)),
      }),
      /Ada has signed twice/,
    ],
    [
      'the same person with another key',
      async () => {
        const again = { signer: adaAgain, certificate: await certificateOf(adaAgain, 'Ada') };
        return { ...first, signed: value(await countersignView(first, again, WALL)) };
      },
      /Ada has signed twice/,
    ],
    [
      'a countersignature for another unit',
      async () => {
        const content = { v: 1 as const, plan: first.plan, job: id, unit: 1, iat: SECONDS, exp: plan.exp };
        return { ...first, signed: { certificate: bobs.certificate, jws: value(await countersign(bob, content)) } };
      },
      /Bob is for another plan/,
    ],
  ])('%s', async (_, changed, words) => {
    expect(await check(await changed())).toMatchObject({ ok: false, error: expect.stringMatching(words) });
  });
});
