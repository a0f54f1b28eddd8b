import { readdirSync } from 'node:fs';
import { digestHex } from '@baylink/contracts';
import { err, millis, ok } from '@baylink/kernel';
import { toVbf } from '@baylink/protocols/firmware';
import { expect, test } from 'vitest';
import { codingPlan, jobBench, signed, TERMS } from '../../test/job-bench.js';
import { IDS, stranger } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';

const OTHER = 'X'.repeat(22);
const WRITE = '2e060100';

async function agreed(bench: Awaited<ReturnType<typeof jobBench>>) {
  const offered = await bench.jobs.offer(await signed(codingPlan()), TERMS);
  if (!offered.ok) throw new Error(offered.error.sentence);
  const { digest, report } = offered.value;
  expect(bench.jobs.phrase(IDS.job, report.phrase).ok).toBe(true);
  expect(await bench.until(['PREFLIGHT_OK'])).toBe('PREFLIGHT_OK');
  return { digest, hold: { job: IDS.job, planDigest: digest, held: millis(3100) } };
}

test('[SHP-R32] a plan that was agreed to is executed once, and the same plan never again', async () => {
  const bench = await jobBench(tempFolder());
  const { hold, digest } = await agreed(bench);
  expect(bench.wire.some((bytes) => bytes.startsWith('2e'))).toBe(false);
  expect(await bench.jobs.acknowledge(hold)).toMatchObject({ ok: true, value: { plan: digest } });
  expect(await bench.until(['CONFIRMED'])).toBe('CONFIRMED');
  expect((await bench.jobs.confirm(IDS.job)).ok).toBe(true);
  expect(await bench.until(['DONE'])).toBe('DONE');
  expect(bench.wire.filter((bytes) => bytes === WRITE)).toHaveLength(1);
  expect(bench.jobs.running()).toBeUndefined();
  const again = await bench.jobs.offer(await signed(codingPlan()), TERMS);
  expect(again).toMatchObject({ ok: false, error: { rule: 'PLAN-USED' } });
  expect(await bench.jobs.confirm(IDS.job)).toMatchObject({
    ok: false,
    error: expect.stringContaining('has ended in DONE'),
  });
});

test('[SHP-R123] a job whose record ends with its first write goes on to its end, reads back and is done', async () => {
  const bench = await jobBench(tempFolder());
  const { hold } = await agreed(bench);
  let lost = false;
  bench.record.of = (request) => {
    lost ||= request === WRITE;
    return lost ? err('the disk is full') : ok();
  };
  expect(await bench.jobs.acknowledge(hold)).toMatchObject({ ok: true });
  expect(await bench.until(['CONFIRMED'])).toBe('CONFIRMED');
  expect((await bench.jobs.confirm(IDS.job)).ok).toBe(true);
  expect(await bench.until(['DONE'])).toBe('DONE');
  expect(bench.wire.slice(bench.wire.indexOf(WRITE))).toContain('220601');
});

test.each([
  ['for another visit', { visit: OTHER }, 'PLAN-VISIT'],
  ['for another case', { case: OTHER }, 'PLAN-VISIT'],
  ['for another stream of this visit', { shopNonce: OTHER }, 'PLAN-NONCE'],
  ['that has expired', { exp: 1_767_225_600 }, 'PLN-R1'],
] as const)('[SHP-R33] a plan %s is refused, nothing is sent and no journal is begun', async (_, change, rule) => {
  const bench = await jobBench(tempFolder());
  const before = bench.wire.length;
  const offered = await bench.jobs.offer(await signed(codingPlan(change)), TERMS);
  expect(offered).toMatchObject({ ok: false, error: { rule, sentence: expect.any(String) } });
  await bench.until([], 1000);
  expect(bench.wire).toHaveLength(before);
  expect(bench.jobs.runs()).toEqual([]);
  expect(() => readdirSync(bench.journals)).toThrow('ENOENT');
});

test('[SHP-R33] a plan of another key, and one with a byte changed, are refused', async () => {
  const bench = await jobBench(tempFolder());
  const jws = await signed(codingPlan());
  const [head = '', payload = '', signature = ''] = jws.split('.');
  const altered = Buffer.from(payload, 'base64url').toString().replace('"after":"00"', '"after":"02"');
  for (const forged of [
    await signed(codingPlan(), stranger),
    `${head}.${Buffer.from(altered).toString('base64url')}.${signature}`,
    'no plan at all',
  ])
    expect(await bench.jobs.offer(forged, TERMS)).toMatchObject({ ok: false, error: { rule: 'PLAN-SIGNATURE' } });
  expect(bench.jobs.runs()).toEqual([]);
});

test('[SHP-R33] a job that has a journal from an earlier start is not executed again', async () => {
  const bench = await jobBench(tempFolder(), new Set([IDS.job]));
  expect(await bench.jobs.offer(await signed(codingPlan()), TERMS)).toMatchObject({ error: { rule: 'PLAN-USED' } });
});

test('[SHP-R34] one write job a vehicle: a second plan waits until the first has ended', async () => {
  const bench = await jobBench(tempFolder());
  await agreed(bench);
  const second = await bench.jobs.offer(await signed(codingPlan({ job: OTHER })), TERMS);
  expect(second).toMatchObject({
    ok: false,
    error: { rule: 'RUN-BUSY', sentence: expect.stringContaining('PREFLIGHT_OK') },
  });
  expect(bench.jobs.stop(IDS.job, 'technician').ok).toBe(true);
  expect(await bench.until(['ABORTED_CLEAN'])).toBe('ABORTED_CLEAN');
  expect((await bench.jobs.offer(await signed(codingPlan({ job: OTHER })), TERMS)).ok).toBe(true);
});

test('[SHP-R34] of two plans that come at once one becomes a job', async () => {
  const bench = await jobBench(tempFolder());
  const plans = [await signed(codingPlan()), await signed(codingPlan()), await signed(codingPlan({ job: OTHER }))];
  const offered = await Promise.all(plans.map((plan) => bench.jobs.offer(plan, TERMS)));
  expect(offered.map(({ ok }) => ok)).toEqual([true, false, false]);
  expect(bench.jobs.runs()).toHaveLength(1);
});

test('[SHP-R34] a plan whose file is not staged, or is another one, is refused', async () => {
  const bench = await jobBench(tempFolder());
  const file = new TextEncoder().encode('not a firmware file');
  const sha256 = digestHex(file);
  const plan = (size: number) =>
    codingPlan({
      kind: 'programming',
      file: { name: 'a.hex', sha256, size },
      snapshot: [],
      writes: undefined,
    } as never);
  const target = { ...codingPlan().target, unit: 0x1001 };
  const offer = async (size: number) =>
    bench.jobs.offer(await signed({ ...plan(size), target, recovery: { method: 'restore-backup' } } as never), TERMS);
  expect(await offer(file.length)).toMatchObject({ ok: false, error: { rule: 'STAGING-MISSING' } });
  await bench.staging.offer(sha256, file.length);
  await bench.staging.append(sha256, file.length, 0, file);
  expect(await offer(file.length + 1)).toMatchObject({ ok: false, error: { rule: 'STAGING-SIZE' } });
  expect(await offer(file.length)).toMatchObject({ ok: false, error: { rule: 'FIRMWARE' } });
});

test('[SHP-R95] a file whose bytes are packed in another way than the unit is programmed in is refused', async () => {
  const bench = await jobBench(tempFolder());
  const segments = [{ address: 0x8000, bytes: new Uint8Array(16) }];
  const plain = toVbf({ partNumber: 'x', partType: 'EXE', ecuAddress: 0x1001, erase: [], segments });
  const file = plain.slice();
  file.set(new TextEncoder().encode('0x10'), Buffer.from(plain).indexOf('data_format_identifier = ') + 25);
  const sha256 = digestHex(file);
  await bench.staging.offer(sha256, file.length);
  await bench.staging.append(sha256, file.length, 0, file);
  const plan = codingPlan({
    kind: 'programming',
    file: { name: 'a.vbf', sha256, size: file.length },
    snapshot: [],
    writes: undefined,
    target: { ...codingPlan().target, unit: 0x1001 },
    recovery: { method: 'restore-backup' },
  } as never);
  expect(await bench.jobs.offer(await signed(plan), TERMS)).toMatchObject({
    ok: false,
    error: { rule: 'FIRMWARE-FORMAT', sentence: expect.stringContaining('packed as data format 0x10') },
  });
});

test('[SHP-R35] a button held for another plan or another job agrees to nothing', async () => {
  const bench = await jobBench(tempFolder());
  const { hold } = await agreed(bench);
  expect(await bench.jobs.acknowledge({ ...hold, planDigest: 'ab'.repeat(32) })).toMatchObject({
    ok: false,
    error: expect.stringContaining('nothing was agreed'),
  });
  expect(await bench.jobs.acknowledge({ ...hold, job: OTHER })).toMatchObject({ ok: false });
  await bench.until([], 2000);
  expect(bench.jobs.reports()[0]?.state).toBe('PREFLIGHT_OK');
  expect(bench.acknowledger.used).toBe(0);
});

test('[SHP-R35] without a live voltage nobody can agree', async () => {
  const bench = await jobBench(tempFolder());
  const { hold } = await agreed(bench);
  bench.supply.on = false;
  await bench.clock.advance(300);
  expect(bench.jobs.reports()[0]?.state).toBe('PREFLIGHT_OK');
  expect(await bench.jobs.acknowledge(hold)).toMatchObject({
    ok: false,
    error: expect.stringContaining('no live voltage'),
  });
  expect(bench.acknowledger.used).toBe(0);
});

test('[SHP-R35] before the preflight is over nobody is asked, so nobody can agree', async () => {
  const bench = await jobBench(tempFolder());
  const offered = await bench.jobs.offer(await signed(codingPlan()), TERMS);
  const planDigest = offered.ok ? offered.value.digest : '';
  expect(await bench.jobs.acknowledge({ job: IDS.job, planDigest, held: millis(3100) })).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^This job is in [A-Z]+ and does not ask/),
  });
});

test('[SHP-R35] another phrase on the expert’s screen does not arm', async () => {
  const bench = await jobBench(tempFolder());
  const { hold } = await agreed(bench);
  bench.jobs.phrase(IDS.job, 'another phrase here');
  expect((await bench.jobs.acknowledge(hold)).ok).toBe(true);
  bench.wire.length = 0;
  expect(await bench.until(['CONFIRMED'], 5000)).toBe('PREFLIGHT_OK');
  expect(bench.wire.filter((bytes) => /^(2e|27|28|85)/.test(bytes))).toEqual([]);
});

test('[SHP-R35] what the technician is shown comes from the signed bytes', async () => {
  const bench = await jobBench(tempFolder());
  await bench.jobs.offer(await signed(codingPlan()), TERMS);
  const [run] = bench.jobs.runs();
  expect(run?.plan).toMatchObject({
    digest: run?.report.planDigest,
    expert: 'Ada',
    title: 'Change one coding value of the body unit (0x1002)',
    steps: ['0x0601 daytime running light: from 01 to 00'],
  });
});
