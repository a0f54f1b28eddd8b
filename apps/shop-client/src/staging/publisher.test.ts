import { digestHex, generateKey, type Signer, signFile } from '@baylink/contracts';
import type { TrustedPublisher } from '@baylink/safety';
import { SAMPLE_CAR } from '@baylink/safety';
import { beforeAll, expect, test } from 'vitest';
import { codingPlan, jobBench, signed, TERMS } from '../../test/job-bench.js';
import { tempFolder } from '../../test/temp-folder.js';
import { plannedFiles } from '../run/planned-image.js';
import { loadImage } from './image.js';
import { publisherOf } from './publisher.js';

const BYTES = new TextEncoder().encode(':10800000000102030405060708090A0B0C0D0E0FF8\n:00000001FF\n');
const FILE = { name: 'engine.hex', sha256: digestHex(BYTES), size: BYTES.length };
let maker: Signer;
let signature: string;
let elsewhere: string;

async function signatureOf(by: Signer, size = FILE.size): Promise<string> {
  const jws = await signFile(by, { ...FILE, size });
  if (!jws.ok) throw new Error(jws.error);
  return jws.value;
}

beforeAll(async () => {
  maker = (await generateKey(false)).signer;
  [signature, elsewhere] = await Promise.all([signatureOf(maker), signatureOf(maker, FILE.size + 1)]);
});

const trusts = (change: Partial<TrustedPublisher> = {}): TrustedPublisher => ({
  ...{ name: 'The maker', key: maker.jwk.x, signs: ['firmware'] },
  ...change,
});
const who = (jws: string | undefined, trusted: readonly TrustedPublisher[]) =>
  publisherOf({ ...FILE, ...(jws === undefined ? {} : { signature: jws }) }, { make: 'baylink' }, trusted);

test('[SHP-R126] a publisher is one whom the policy names for firmware of this make', async () => {
  expect(await who(signature, [trusts()])).toEqual({ kind: 'verified', name: 'The maker' });
  expect(await who(signature, [trusts({ makes: ['bmw', 'baylink'] })])).toMatchObject({ kind: 'verified' });
  expect(await who(undefined, [trusts()])).toEqual({ kind: 'unsigned' });
  const { signs: _, ...overlaysOnly } = trusts();
  for (const trusted of [[], [overlaysOnly], [trusts({ signs: ['overlays'] })], [trusts({ makes: ['bmw'] })]])
    expect(await who(signature, trusted)).toMatchObject({
      kind: 'untrusted',
      why: expect.stringContaining(maker.thumbprint),
    });
});

test('[SHP-R126] a plan whose file carries a wrong signature is refused before a job is opened, whatever the policy asks for', async () => {
  const bench = await jobBench(tempFolder());
  await bench.staging.offer(FILE.sha256, FILE.size);
  await bench.staging.append(FILE.sha256, FILE.size, 0, BYTES);
  const plan = (jws: string) =>
    codingPlan({
      ...{ kind: 'programming', file: { ...FILE, signature: jws }, snapshot: [], writes: undefined },
      ...{ target: { ...codingPlan().target, unit: 0x1001 }, recovery: { method: 'restore-backup' } },
    } as never);
  expect(await bench.jobs.offer(await signed(plan(elsewhere)), TERMS)).toMatchObject({
    ok: false,
    error: { rule: 'FIRMWARE-SIGNATURE', sentence: expect.stringMatching(/it was made for a file of \d+ bytes/) },
  });
  expect(bench.jobs.reports()).toEqual([]);
  expect(await bench.jobs.offer(await signed(plan(signature)), TERMS)).toMatchObject({ ok: true });
  const [run] = bench.jobs.runs();
  expect(run?.plan.facts).toContainEqual({
    label: 'Publisher',
    value: expect.stringContaining(`not known here: the baylink-file+jwt is signed by key ${maker.thumbprint}`),
  });
});

test('[SHP-R126] what is verified stays with the image into the job’s journal', async () => {
  const { staging } = await jobBench(tempFolder());
  await staging.offer(FILE.sha256, FILE.size);
  await staging.append(FILE.sha256, FILE.size, 0, BYTES);
  const plan = codingPlan({
    kind: 'programming',
    file: { ...FILE, signature },
    target: { ...codingPlan().target, unit: 0x1001 },
  } as never);
  if (plan.kind !== 'programming') throw new Error('no programming plan');
  const files = await plannedFiles(plan, { staging, profile: SAMPLE_CAR, publishers: [trusts()] });
  expect(files).toMatchObject({
    ok: true,
    value: { image: { staged: { publisher: { kind: 'verified', name: 'The maker' } } } },
  });
  expect(loadImage({ sha256: FILE.sha256, bytes: BYTES, reading: {} })).toMatchObject({
    value: { staged: { publisher: { kind: 'unsigned' } } },
  });
});
