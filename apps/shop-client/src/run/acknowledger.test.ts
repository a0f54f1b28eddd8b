import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { millis } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { codingPlan } from '../../test/job-bench.js';
import { shop } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { Acknowledger } from './acknowledger.js';

const AGREED = {
  plan: codingPlan(),
  planDigest: 'a1'.repeat(32),
  voltageSeen: 13_900,
  backupGrade: 'C',
  held: millis(3100),
  life: millis(120_000),
  phrases: { shop: 'a b c', expert: 'a b c' },
} as const;

async function open(folder: string): Promise<Acknowledger> {
  const opened = await Acknowledger.open(nodeDisk(), folder, shop, new SimulatedClock(), 'boot-1');
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}
const counterOn = (folder: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'acknowledgement-counter.json'), 'utf8'));

test('[SHP-R36] every acknowledgement has a number of its own, on the disk before it exists, across restarts', async () => {
  const folder = tempFolder();
  const counters: number[] = [];
  for (let start = 0; start < 3; start++) {
    const acknowledger = await open(folder);
    expect(acknowledger.used).toBe(start);
    const signed = await acknowledger.sign(AGREED);
    if (signed.ok) counters.push(signed.value.counter);
    expect(counterOn(folder)).toEqual({ used: start + 1 });
  }
  expect(counters).toEqual([1, 2, 3]);
});

test('[SHP-R36] two buttons held at the same moment are two numbers', async () => {
  const folder = tempFolder();
  const acknowledger = await open(folder);
  const signed = await Promise.all([acknowledger.sign(AGREED), acknowledger.sign(AGREED), acknowledger.sign(AGREED)]);
  expect(signed.map((each) => each.ok && each.value.counter)).toEqual([1, 2, 3]);
  expect(counterOn(folder)).toEqual({ used: 3 });
});

test('[SHP-R36] it binds job, plan, vehicle, unit, voltage, backup and time, and ends', async () => {
  const signed = await (await open(tempFolder())).sign(AGREED);
  expect(signed).toMatchObject({
    ok: true,
    value: {
      job: AGREED.plan.job,
      planDigest: AGREED.planDigest,
      vin: AGREED.plan.target.vin,
      unit: 0x1002,
      voltageSeen: 13_900,
      backupGrade: 'C',
      bootId: 'boot-1',
      at: 0,
      expires: 120_000,
      signatureDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
});

test('[SHP-R36] a number that could not be kept gives no acknowledgement and is not given again', async () => {
  const folder = tempFolder();
  const acknowledger = await open(folder);
  const blocked = join(folder, 'acknowledgement-counter.json.new');
  mkdirSync(blocked);
  expect(await acknowledger.sign(AGREED)).toMatchObject({
    ok: false,
    error: expect.stringContaining('nothing was agreed'),
  });
  expect(acknowledger.used).toBe(1);
});

test.each(['{', '{"used":-1}', '{"used":"1"}', '[]'])(
  '[SHP-R36] a damaged counter %s is an error, not zero',
  async (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'acknowledgement-counter.json'), text);
    const opened = await Acknowledger.open(nodeDisk(), folder, shop, new SimulatedClock(), 'boot-1');
    expect(opened).toMatchObject({ ok: false, error: expect.stringContaining('acknowledgement-counter.json') });
  },
);
