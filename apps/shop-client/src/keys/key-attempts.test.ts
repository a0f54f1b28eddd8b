import { readdirSync } from 'node:fs';
import { bytesOf, type Disk, millis } from '@baylink/kernel';
import type { Outcome } from '@baylink/protocols/uds';
import { KEY_BUDGET } from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { codingPlan, jobBench, signed, TERMS } from '../../test/job-bench.js';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { countKey } from './count-key.js';
import { KeyAttempts } from './key-attempts.js';

const BODY = { unit: 0x1002, serial: 'BDY-24-001204' };
const SEED = bytesOf(0x27, 1);
const KEY = bytesOf(0x27, 2, 1, 2, 3, 4);
const positive = (...bytes: number[]): Outcome => ({ kind: 'positive', bytes: bytesOf(...bytes) });
const negative = (nrc: number): Outcome => ({ kind: 'negative', sid: 0x27, nrc });

async function opened(folder: string, clock = new SimulatedClock(), disk: Disk = nodeDisk()) {
  const attempts = await KeyAttempts.open(disk, folder, clock);
  if (!attempts.ok) throw new Error(attempts.error);
  const count = (): number => {
    const fact = attempts.value.fact();
    return fact.known ? fact.value.length : Number.NaN;
  };
  return { attempts: attempts.value, count, clock };
}

test('[SHP-R251] a seed counts, an accepted key and a unit that is open already end the count', async () => {
  const { attempts, count } = await opened(tempFolder());
  await countKey(attempts, BODY, SEED, positive(0x67, 1, 9, 9));
  await countKey(attempts, { ...BODY, serial: 'another' }, SEED, positive(0x67, 1, 9, 9));
  expect(count()).toBe(2);
  await countKey(attempts, BODY, KEY, negative(0x35));
  expect(count()).toBe(2);
  await countKey(attempts, BODY, KEY, positive(0x67, 2));
  expect(count()).toBe(1);
  await countKey(attempts, { ...BODY, serial: 'another' }, SEED, positive(0x67, 1, 0, 0));
  expect(count()).toBe(0);
});

test('[SHP-R251] it is there after a restart, and lasts from then on', async () => {
  const folder = tempFolder();
  const before = await opened(folder);
  await countKey(before.attempts, BODY, SEED, positive(0x67, 1, 9, 9));
  const clock = new SimulatedClock();
  await clock.advance(5_000);
  const { attempts, count } = await opened(folder, clock);
  expect(attempts.fact()).toMatchObject({ value: [{ ...BODY, at: 5_000 }] });
  await clock.advance(KEY_BUDGET.window);
  await countKey(attempts, BODY, SEED, positive(0x67, 1, 9, 9));
  expect(count()).toBe(1);
});

test('[SHP-R251] a disk that does not take it is told, and it counts all the same', async () => {
  const full: Disk = { ...nodeDisk(), open: async () => Promise.reject(new Error('ENOSPC')) };
  const { attempts, count } = await opened(tempFolder(), new SimulatedClock(), full);
  expect(await countKey(attempts, BODY, SEED, positive(0x67, 1, 9, 9))).toMatchObject({ ok: false });
  expect(count()).toBe(1);
});

test('[SHP-R251] a unit that says it has had enough is asked for no seed by the next job', async () => {
  const refuse = {
    kind: 'fault',
    fault: { kind: 'refuse', unit: 'body', service: 0x27, nrc: 0x37, count: 1 },
  } as const;
  const bench = await jobBench(tempFolder(), new Set(), {
    script: [{ when: { kind: 'at', at: millis(0) }, action: refuse }],
  });
  const seeds = (): number => bench.wire.filter((bytes) => bytes.startsWith('2701')).length;
  const tryIt = async (job: string): Promise<string> => {
    const offered = await bench.jobs.offer(await signed(codingPlan({ job })), TERMS);
    if (!offered.ok) throw new Error(offered.error.sentence);
    bench.jobs.phrase(job, offered.value.report.phrase);
    await bench.until(['PREFLIGHT_OK']);
    await bench.jobs.acknowledge({ job, planDigest: offered.value.digest, held: millis(3100) });
    return bench.until(['ABORTED_CLEAN', 'CONFIRMED']);
  };
  expect(await tryIt('J'.repeat(22))).toBe('ABORTED_CLEAN');
  expect(seeds()).toBe(1);
  expect(await tryIt('K'.repeat(22))).toBe('ABORTED_CLEAN');
  expect(seeds()).toBe(1);
  expect(bench.jobs.reports()[0]?.sentence).toContain('has not accepted 2 keys');
});

test('[SHP-R277] where nobody knows what was tried, the unit of the open job waits as long as for two refused keys, and no other gets a seed', async () => {
  const folder = tempFolder();
  const clock = new SimulatedClock();
  const inDoubt = KeyAttempts.inDoubt(nodeDisk(), folder, clock, 'key-attempts.json is not JSON.', BODY);
  expect(inDoubt.fact()).toMatchObject({ known: true, value: [BODY, BODY].map((holder) => ({ ...holder, at: 0 })) });
  expect(await inDoubt.begun(BODY)).toEqual({ ok: false, error: 'key-attempts.json is not JSON.' });
  expect(readdirSync(folder)).toEqual([]);
  await inDoubt.accepted(BODY);
  expect(inDoubt.fact()).toMatchObject({ known: true, value: [] });
  expect(KeyAttempts.inDoubt(nodeDisk(), folder, clock, 'why', undefined).fact()).toMatchObject({ known: false });
});
