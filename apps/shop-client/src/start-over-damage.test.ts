import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err } from '@baylink/kernel';
import type { SimulatedClock } from '@baylink/testing';
import type { LinkError } from '@baylink/transport-vehicle';
import { expect, test } from 'vitest';
import { IDS } from '../test/parties.js';
import { DAMAGES, type Damage, leaveHalfWritten, POLICY, put, startIn, toldBy } from '../test/start-shop.js';
import { tempFolder } from '../test/temp-folder.js';
import type { Shop } from './shop.js';
import type { ShopSettings } from './shop-options.js';

const DOCUMENTS = [
  'data/device-key.json',
  'data/profile-versions.json',
  'data/agreements.json',
  'data/acknowledgement-counter.json',
  'data/key-attempts.json',
  'data/broker-epoch.json',
  'data/case.json',
  'data/pairing.json',
  POLICY,
];

/** What they forbid is not known without them. */
const LIMITS: ReadonlySet<string> = new Set([POLICY, 'data/profile-versions.json']);

const CASES = DOCUMENTS.flatMap((file) => DAMAGES.map(([how, damage]) => [file, how, damage] as const));

function damaged(file: string, damage: Damage): string {
  const folder = tempFolder();
  const path = join(folder, file);
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, POLICY), '{}');
  rmSync(path, { force: true });
  damage(path);
  return folder;
}

test.each(CASES)(
  '[SHP-R277] %s that is %s ends a start without an open job with one sentence',
  async (file, _, damage) => {
    const folder = damaged(file, damage);
    const sentence = await startIn(folder, () => expect.unreachable('it has started'));
    expect(sentence).toContain(join(folder, file));
    expect(sentence).toMatch(/restore|put |move|get |chmod/i);
    expect(sentence?.split('\n')).toHaveLength(1);
  },
);

test.each(CASES)(
  '[SHP-R277][SHP-R280] %s that is %s keeps no open job from being taken up',
  async (file, _, damage) => {
    const folder = damaged(file, damage);
    await leaveHalfWritten(join(folder, 'data'));
    const before = readdirSync(join(folder, dirname(file))).filter((name) =>
      name.startsWith(file.split('/').at(-1) ?? ''),
    );
    const refused = await startIn(folder, (shop) => {
      expect(shop.jobs.reports()).toMatchObject([{ job: IDS.job }]);
      expect(shop.jobs.standing()).toBe(LIMITS.has(file) ? 'HOLD' : 'REENTRY');
      expect(toldBy(shop)).toContain(join(folder, file));
      expect(shop.problems()).not.toEqual([]);
    });
    expect(refused).toBeUndefined();
    expect(readdirSync(join(folder, dirname(file)))).toEqual(expect.arrayContaining(before));
  },
);

const ABSENT = DOCUMENTS.filter((file) => file !== POLICY);
test.each(ABSENT)('[SHP-R277] %s that is missing keeps no open job from being taken up', async (file) => {
  const folder = damaged(file, () => undefined);
  await leaveHalfWritten(join(folder, 'data'));
  expect(await startIn(folder, (shop) => expect(shop.jobs.standing()).toBe('REENTRY'))).toBeUndefined();
});

test('[SHP-R277] a device key that is gone from a paired shop is not quietly made anew', async () => {
  const folder = damaged('data/pairing.json', put('{}'));
  const refused = await startIn(folder, () => expect.unreachable('it has started'));
  expect(refused).toMatch(/device-key\.json is gone.*pair this shop again/);
  expect(existsSync(join(folder, 'data', 'device-key.json'))).toBe(false);
});

test('[SHP-R38] a journal that nobody can read is told, and no plan is taken while it is so', async () => {
  const folder = damaged('data/case.json', () => undefined);
  mkdirSync(join(folder, 'data', 'journal', 'other.journal'), { recursive: true });
  const refused = await startIn(folder, (shop) => {
    expect(shop.problems()).toEqual([expect.stringContaining('other.journal cannot be read')]);
    expect(toldBy(shop)).toMatch(/may be half written.*keep power and cable connected/);
  });
  expect(refused).toBeUndefined();
});

test.each([
  ['the ledger of its visit', `ledgers/${IDS.visit}.jsonl`],
  ['the folder of the records', 'ledgers'],
])('[SHP-R277] %s that cannot be opened keeps no open job from going on', async (_, name) => {
  const folder = damaged('data/case.json', () => undefined);
  await leaveHalfWritten(join(folder, 'data'));
  const path = join(folder, 'data', name);
  if (name === 'ledgers') writeFileSync(path, 'not a folder');
  else mkdirSync(path, { recursive: true });
  const refused = await startIn(folder, (shop) => {
    expect(shop.jobs.standing()).toBe('REENTRY');
    expect(toldBy(shop)).toContain(path);
  });
  expect(refused).toBeUndefined();
});

/** A link that is not there when it is opened first. */
const absentAtFirst =
  (kind: LinkError['kind']) =>
  (link: ShopSettings['link']): ShopSettings['link'] => {
    let opened = 0;
    return {
      ...link,
      make: (parts) => {
        const made = link.make(parts);
        if (opened++ > 0) return made;
        made.open = async () => err({ kind, message: 'The adapter at /dev/ttyACM0 is not there.' });
        return made;
      },
    };
  };

test('[SHP-R281] a link that is not there keeps no open job from being taken up, and is looked for until it is back', async () => {
  const folder = damaged('data/case.json', () => undefined);
  await leaveHalfWritten(join(folder, 'data'));
  const look = async (shop: Shop, clock: SimulatedClock): Promise<void> => {
    expect(shop.vehicle.isUp).toBe(false);
    expect(shop.jobs.standing()).toBe('REENTRY');
    expect(toldBy(shop)).toContain('/dev/ttyACM0 is not there');
    for (let i = 0; i < 100 && !shop.vehicle.isUp; i++) await clock.advance(100);
    expect(shop.vehicle.isUp).toBe(true);
  };
  expect(await startIn(folder, look, absentAtFirst('lost'))).toBeUndefined();
});

test.each([
  ['that is not there, without an open job', 'lost', false],
  ['of another shop client, whatever waits', 'refused', true],
] as const)('[SHP-R281] a link %s ends the start with its sentence', async (_, kind, half) => {
  const folder = damaged('data/case.json', () => undefined);
  if (half) await leaveHalfWritten(join(folder, 'data'));
  const refused = await startIn(folder, () => expect.unreachable('it has started'), absentAtFirst(kind));
  expect(refused).toContain('/dev/ttyACM0 is not there');
});

const noFolder = (folder: string): string => {
  writeFileSync(join(folder, 'stick'), 'not a folder');
  return join(folder, 'stick', 'backups');
};

test('[SHP-R281] a second disk that is gone keeps no open job from going on, and begins no new one', async () => {
  const folder = damaged('data/case.json', () => undefined);
  await leaveHalfWritten(join(folder, 'data'));
  const look = (shop: Shop): void => {
    expect(shop.jobs.standing()).toBe('REENTRY');
    expect(shop.problems()).toEqual([expect.stringContaining('--backup-folder')]);
  };
  expect(await startIn(folder, look, undefined, { backupFolder: noFolder(folder) })).toBeUndefined();
});

test('[SHP-R281] without an open job a second disk that is gone ends the start', async () => {
  const folder = damaged('data/case.json', () => undefined);
  const refused = await startIn(folder, () => expect.unreachable('it has started'), undefined, {
    backupFolder: noFolder(folder),
  });
  expect(refused).toMatch(/--backup-folder .* cannot be used .*leave it out/);
});
