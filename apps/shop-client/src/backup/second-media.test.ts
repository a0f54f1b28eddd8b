import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err } from '@baylink/kernel';
import { type Backup, digestBackup } from '@baylink/safety';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { printBackup } from './backup-document.js';
import { BackupStore, type RemoteBlobs } from './backup-store.js';
import { folderBlobs } from './folder-blobs.js';
import { lookAtSecondDisk } from './second-disk.js';

const ORIGINAL = new TextEncoder().encode('what the maker gave');
const BACKUP: Backup = {
  unit: 0x1001,
  serial: 'ENG-24-000317',
  grade: 'B',
  snapshot: [{ did: 0x0610, value: '0320' }],
  segments: [],
  original: createHash('sha256').update(ORIGINAL).digest('hex'),
};
const DIGEST = digestBackup(BACKUP);
const AWAY: RemoteBlobs = {
  medium: 'broker',
  put: async () => err('the broker cannot be reached.'),
  get: async () => err('the broker cannot be reached.'),
};

function bench() {
  const folder = tempFolder();
  const [here, there] = [join(folder, 'backups'), join(folder, 'stick')];
  return { here, there, store: new BackupStore(nodeDisk(), here, folderBlobs(nodeDisk(), there), AWAY) };
}

test('[SHP-R260] a folder of another disk takes the place of a broker that is away, original file included', async () => {
  const { here, there, store } = bench();
  expect(await store.store(BACKUP, ORIGINAL)).toEqual({
    ok: true,
    value: [
      { medium: 'shop-disk', digest: DIGEST },
      {
        medium: `folder ${there}`,
        digest: DIGEST,
        name: createHash('sha256').update(printBackup(BACKUP)).digest('hex'),
      },
    ],
  });
  expect(readdirSync(here).sort()).toEqual(
    [`${DIGEST}.backup.json`, `${DIGEST}.sha256`, `${BACKUP.original}.original`].sort(),
  );
  expect(readdirSync(there)).toHaveLength(2);
  const original = await store.original(BACKUP);
  expect(original.ok && original.value && new Uint8Array(original.value)).toEqual(new Uint8Array(ORIGINAL));
});

test('[SHP-R18] backup and original come from the second medium when this disk has lost both', async () => {
  const { here, there, store } = bench();
  await store.store(BACKUP, ORIGINAL);
  rmSync(join(here, `${DIGEST}.backup.json`));
  writeFileSync(join(here, `${BACKUP.original}.original`), 'something else');
  expect(await store.load(DIGEST)).toEqual({ ok: true, value: BACKUP });
  const original = await store.original(BACKUP);
  expect(original.ok && original.value && new Uint8Array(original.value)).toEqual(new Uint8Array(ORIGINAL));
  rmSync(there, { recursive: true });
  expect(await store.original(BACKUP)).toMatchObject({ ok: false, error: expect.stringContaining('has changed') });
});

test('[SHP-R261] the drill reads every copy again, and a copy that is gone or changed is no place', async () => {
  const { there, store } = bench();
  await store.store(BACKUP, ORIGINAL);
  const places = async () => {
    const drilled = await store.drill(DIGEST);
    return drilled.ok ? drilled.value.places.map(({ medium }) => medium) : drilled.error;
  };
  expect(await places()).toEqual(['shop-disk', `folder ${there}`]);
  writeFileSync(join(there, `${BACKUP.original}.backup`), 'something else');
  expect(await places()).toEqual(['shop-disk']);
  rmSync(there, { recursive: true });
  expect(await places()).toEqual(['shop-disk']);
});

test('[SHP-R261] a copy of this disk that is gone, or whose original is, leaves nothing to restore from', async () => {
  const { here, store } = bench();
  await store.store(BACKUP, ORIGINAL);
  writeFileSync(join(here, `${BACKUP.original}.original`), 'something else');
  expect(await store.drill(DIGEST)).toMatchObject({ ok: false, error: expect.stringContaining('original file') });
  rmSync(join(here, `${DIGEST}.backup.json`));
  expect(await store.drill(DIGEST)).toMatchObject({ ok: false, error: expect.stringContaining('it is not there') });
});

test('[SHP-R262] a folder on the disk of the data is told to be no second medium', () => {
  const folder = tempFolder();
  expect(lookAtSecondDisk(folder, undefined)).toEqual({ ok: true, value: { folder: undefined, notices: [] } });
  expect(lookAtSecondDisk(folder, join(folder, 'copies'))).toMatchObject({
    ok: true,
    value: { folder: undefined, notices: [expect.stringContaining('is no second medium')] },
  });
  writeFileSync(join(folder, 'file'), '');
  expect(lookAtSecondDisk(folder, join(folder, 'file', 'x'))).toMatchObject({
    ok: false,
    error: expect.stringContaining('name a folder on another disk'),
  });
});

const MEMORY_DISK = '/dev/shm';
const another = existsSync(MEMORY_DISK) && statSync(MEMORY_DISK).dev !== statSync(tmpdir()).dev;

test.skipIf(!another)('[SHP-R262] a folder on another device counts', () => {
  const folder = join(MEMORY_DISK, `baylink-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    expect(lookAtSecondDisk(tempFolder(), folder)).toEqual({ ok: true, value: { folder, notices: [] } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
