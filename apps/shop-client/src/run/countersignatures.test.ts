import {
  countersign,
  digestOf,
  type ExpertCertificate,
  generateKey,
  issueCertificate,
  keysOf,
  type Signer,
} from '@baylink/contracts';
import { SAMPLE_CAR, type VehicleProfile } from '@baylink/safety';
import { expect, test } from 'vitest';
import { codingPlan, jobBench, signed, TERMS } from '../../test/job-bench.js';
import { expert, certificate as first, IDS, root, stranger } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';

/** The sample car with its body unit turned into one that brakes. */
const BRAKES: VehicleProfile = {
  ...SAMPLE_CAR,
  units: SAMPLE_CAR.units.map((unit) => (unit.name === 'body' ? { ...unit, safety: 'brake' } : unit)),
};
const bench = (profile = BRAKES) => jobBench(tempFolder(), new Set(), { profile, roots: () => keysOf(root.jwk) });
type Bench = Awaited<ReturnType<typeof bench>>;

const colleague = (await generateKey(false)).signer;

async function certificateOf(key: Signer, change: Partial<ExpertCertificate> = {}, by: Signer = root): Promise<string> {
  const { v: _, iss: __, sub: ___, ...request } = { ...first, name: 'Bob', jwk: key.jwk, ...change };
  const issued = await issueCertificate(by, request);
  if (!issued.ok) throw new Error(issued.error);
  return issued.value;
}

async function word(digest: string, key = colleague, certificate?: string, exp = first.exp) {
  const content = { v: 1 as const, plan: digest, job: IDS.job, unit: 0x1002, iat: first.iat, exp };
  const jws = await countersign(key, content);
  if (!jws.ok) throw new Error(jws.error);
  return { certificate: certificate ?? (await certificateOf(key)), jws: jws.value };
}

const offer = async ({ jobs }: Bench) => jobs.offer(await signed(codingPlan()), TERMS);

const digested = digestOf(codingPlan());
const DIGEST = digested.ok ? digested.value : '';

test('[SHP-R250] one expert alone is refused in a sentence, two are taken and both are named', async () => {
  const there = await bench();
  expect(await offer(there)).toMatchObject({
    ok: false,
    error: { rule: 'PLAN-COUNTERSIGN', sentence: expect.stringContaining('unit body is a brake unit') },
  });
  expect(there.wire.filter((bytes) => !bytes.startsWith('3e'))).toEqual([]);
  expect(await there.jobs.countersignatures.take(await word(DIGEST))).toMatchObject({ ok: true });
  expect(await offer(there)).toMatchObject({ ok: true, value: { second: { certificate: { name: 'Bob' } } } });
  expect(there.jobs.runs()[0]?.plan.expert).toBe('Ada, countersigned by Bob');
  expect(await there.until(['PREFLIGHT_OK'])).toBe('PREFLIGHT_OK');
  expect(there.jobs.reports()[0]?.gates.find(({ gate }) => gate === 'AUTHORITY')).toMatchObject({ holds: true });
});

test('[SHP-R250] the writer does not countersign, neither by the same key nor by a second one', async () => {
  for (const second of [
    await word(DIGEST, expert, await certificateOf(expert)),
    await word(DIGEST, colleague, await certificateOf(colleague, { name: ' ada ' })),
  ]) {
    const there = await bench();
    expect(await there.jobs.countersignatures.take(second)).toMatchObject({ ok: true });
    expect(await offer(there)).toMatchObject({ error: { sentence: expect.stringContaining('two people') } });
  }
});

test('[SHP-R250] a countersignature of nobody, of a foreign root, out of date or over another plan does not count', async () => {
  const there = await bench();
  for (const forged of [
    await word(DIGEST, stranger, await certificateOf(colleague)),
    await word(DIGEST, stranger, await certificateOf(stranger, {}, stranger)),
    await word(DIGEST, colleague, await certificateOf(colleague, { exp: first.iat })),
    await word(DIGEST, colleague, undefined, first.iat),
    { certificate: 'none', jws: 'none' },
  ])
    expect(await there.jobs.countersignatures.take(forged)).toMatchObject({
      ok: false,
      error: { rule: 'PLAN-COUNTERSIGN' },
    });
  await there.jobs.countersignatures.take(await word('0'.repeat(64)));
  expect(await offer(there)).toMatchObject({ ok: false, error: { rule: 'PLAN-COUNTERSIGN' } });
});

test('[SHP-R250] the word of a colleague who may not do this kind of work is refused before a job is opened', async () => {
  const there = await bench();
  await there.jobs.countersignatures.take(
    await word(DIGEST, colleague, await certificateOf(colleague, { effects: ['observe'] })),
  );
  expect(await offer(there)).toMatchObject({
    ok: false,
    error: {
      rule: 'PLAN-COUNTERSIGN',
      sentence: expect.stringMatching(/countersignature does not count\. .*Bob does not cover coding/),
    },
  });
  expect(there.jobs.reports()).toEqual([]);
});

test('[SHP-R250] the oldest word is forgotten first', async () => {
  const { jobs } = await bench();
  await jobs.countersignatures.take(await word(DIGEST));
  for (let i = 0; i < 8; i++) await jobs.countersignatures.take(await word(i.toString(16).repeat(64)));
  expect(jobs.countersignatures.of(DIGEST)).toBeUndefined();
  expect(jobs.countersignatures.of('7'.repeat(64))).toBeDefined();
});
