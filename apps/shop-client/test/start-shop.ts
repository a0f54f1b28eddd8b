import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemChance } from '@baylink/kernel/system';
import { type JobRecord, jobRecord } from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import { expect } from 'vitest';
import { nodeDisk } from '../src/disk/node-disk.js';
import { Journal } from '../src/journal/journal.js';
import { Shop } from '../src/shop.js';
import { parseShopOptions, type ShopOptions, type ShopSettings } from '../src/shop-options.js';
import { codingPlan } from './job-bench.js';
import { IDS } from './parties.js';

const AT = 1000;
const HASH = 'a1'.repeat(32);
export const POLICY = 'policy.json';

/** A coding job that an earlier start left in the middle of its write. */
const HALF_WRITTEN: readonly JobRecord[] = [
  {
    type: 'PLAN',
    at: AT,
    hash: HASH,
    phrase: 'a b c',
    signatures: ['expert'],
    job: IDS.job,
    epoch: 1,
    plan: codingPlan(),
  },
  { type: 'WRITE_INTENT', at: AT, did: 0x0601, old: '01', new: '00' },
];

export async function leaveHalfWritten(data: string): Promise<void> {
  const journal = await Journal.open<JobRecord>(nodeDisk(), join(data, 'journal'), IDS.job, new SimulatedClock());
  for (const record of HALF_WRITTEN) await journal.append(jobRecord.parse(record), 'group');
  await journal.close();
}

/** A shop client with the sample car in its process and no broker to be reached; it is closed when `look` is done. */
export async function startIn(
  folder: string,
  look: (shop: Shop, clock: SimulatedClock) => void | Promise<void>,
  linkOf: (link: ShopSettings['link']) => ShopSettings['link'] = (link) => link,
  options: Partial<ShopOptions> = {},
): Promise<string | undefined> {
  const script = join(folder, 'script');
  writeFileSync(script, '[]');
  const settings = await parseShopOptions({
    data: join(folder, 'data'),
    name: 'Bay 1',
    broker: 'http://127.0.0.1:1',
    link: `sim:${script}`,
    profile: 'sample-car',
    voltage: [],
    policy: join(folder, POLICY),
    bayHost: '127.0.0.1',
    bayPort: 0,
    ...options,
  });
  if (!settings.ok) throw new Error(settings.error);
  const clock = new SimulatedClock();
  const link = linkOf(settings.value.link);
  const started = await Shop.start({ ...settings.value, link }, clock, systemChance(), undefined);
  if (!started.ok) return started.error;
  await look(started.value, clock);
  await started.value.close();
  expect(clock.pending).toBe(0);
  return undefined;
}

export type Damage = (path: string) => void;
export const put =
  (content: string): Damage =>
  (path) =>
    writeFileSync(path, content, { mode: 0o600 });

/** `unreadable`: what reading gives is an error of the system, as it is of a disk that fails. */
export const DAMAGES: readonly (readonly [string, Damage])[] = [
  ['empty', put('')],
  ['torn', put('{"us')],
  ['garbage', put('\u0000\u0001\u0002 nothing')],
  ['of another shape', put('{"elephants":["one"]}')],
  ['unreadable', (path) => mkdirSync(path)],
];
export const toldBy = (shop: Shop): string =>
  shop.alarms
    .all()
    .map(({ sentence }) => sentence)
    .join(' ');
