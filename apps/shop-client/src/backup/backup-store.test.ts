import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf, err, ok } from '@baylink/kernel';
import { type Backup, digestBackup } from '@baylink/safety';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { printBackup } from './backup-document.js';
import { BackupStore, type RemoteBlobs } from './backup-store.js';

const BACKUP: Backup = {
  unit: 0x1001,
  serial: 'ENG-24-000317',
  grade: 'A',
  snapshot: [{ did: 0x0610, value: '0320' }],
  segments: [{ address: 0x8000, bytes: new Uint8Array(5000).map((_, i) => (i * 13) & 0xff) }],
  original: null,
};
const OTHER: Backup = { ...BACKUP, serial: 'ENG-24-000318' };
const DIGEST = digestBackup(BACKUP);

/** A second medium in memory that keeps to the bytes, unless the test says otherwise. */
function bench(change: Partial<RemoteBlobs> = {}) {
  const folder = join(tempFolder(), 'backups');
  const kept = new Map<string, Uint8Array>();
  const remote: RemoteBlobs = {
    medium: 'broker',
    async put(sha256, bytes) {
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) return err('other bytes arrived.');
      kept.set(sha256, bytes.slice());
      return ok();
    },
    async get(sha256) {
      const bytes = kept.get(sha256);
      return bytes ? ok(bytes) : err('there is no such blob.');
    },
    ...change,
  };
  return { folder, kept, store: new BackupStore(nodeDisk(), folder, remote) };
}

test('[SHP-R16] a backup is stored twice, read back from both, and both digests are its own', async () => {
  const { folder, kept, store } = bench();
  expect(await store.store(BACKUP)).toEqual({
    ok: true,
    value: [
      { medium: 'shop-disk', digest: DIGEST },
      { medium: 'broker', digest: DIGEST, name: [...kept.keys()][0] },
    ],
  });
  expect(readdirSync(folder)).toEqual([`${DIGEST}.backup.json`, `${DIGEST}.sha256`]);
  expect(kept.size).toBe(1);
  expect(await store.load(DIGEST)).toEqual({ ok: true, value: BACKUP });
  expect((await store.store(BACKUP)).ok).toBe(true);
});

test.each([
  ['is gone', (path: string) => rmSync(path)],
  ['has rotted', (path: string) => writeFileSync(path, 'rotten')],
  ['is of another unit', (path: string) => writeFileSync(path, printBackup(OTHER))],
])('[SHP-R18] when the copy of this disk %s, the one of the second medium is loaded', async (_, spoil) => {
  const { folder, store, kept } = bench();
  await store.store(BACKUP);
  spoil(join(folder, `${DIGEST}.backup.json`));
  expect(await store.load(DIGEST)).toEqual({ ok: true, value: BACKUP });
  expect((await store.drill(DIGEST)).ok).toBe(false);
  for (const key of kept.keys()) kept.set(key, printBackup(OTHER));
  const neither = await store.load(DIGEST);
  expect(neither).toMatchObject({ ok: false, error: expect.stringContaining('another backup than it was given') });
});

test('[SHP-R18] the copy of the second medium is found where the journal says, whatever has rotted on this disk', async () => {
  const { folder, store } = bench();
  const stored = await store.store(BACKUP);
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'rotten');
  expect((await store.load(DIGEST)).ok).toBe(false);
  expect(await store.load(DIGEST, stored.ok ? stored.value : [])).toEqual({ ok: true, value: BACKUP });
});

test('[SHP-R16] a second medium that gives other bytes back is told by its digest', async () => {
  const { store } = bench({ get: async () => ok(printBackup(OTHER)) });
  expect(await store.store(BACKUP)).toMatchObject({
    ok: true,
    value: [{ digest: DIGEST }, { digest: digestBackup(OTHER) }],
  });
});

test.each([
  ['does not answer', { put: async () => err('the broker is not reachable.') }, 'could not be stored at the broker'],
  ['does not give it back', { get: async () => err('the broker is not reachable.') }, 'could not be read back'],
  ['gives back noise', { get: async () => ok(bytesOf(0xff, 0xfe, 0x00)) }, 'damaged'],
  ['gives back another document', { get: async () => ok(new TextEncoder().encode('{"v":1}')) }, 'damaged at "unit"'],
])('[SHP-R17] a second medium that %s is no backup, and the sentence says so', async (_, change, words) => {
  const { store } = bench(change);
  expect(await store.store(BACKUP)).toMatchObject({ ok: false, error: expect.stringContaining(words) });
});

test('[SHP-R17] a disk that does not take it is no backup', async () => {
  const { folder, store } = bench();
  writeFileSync(folder, 'a file where the folder should be');
  expect(await store.store(BACKUP)).toMatchObject({ ok: false, error: expect.stringContaining('free the disk') });
});

test('[SHP-R17] a copy of the disk that was exchanged before it was read back is no backup', async () => {
  const { folder, store } = bench();
  mkdirSync(folder, { recursive: true });
  await store.store(BACKUP);
  writeFileSync(join(folder, `${DIGEST}.backup.json`), printBackup(OTHER));
  expect(await store.drill(DIGEST)).toMatchObject({ ok: false, error: expect.stringContaining('has changed') });
});

test('[SHP-R18] whatever byte of the file rots, it is not loaded as this backup', async () => {
  const { folder, store, kept } = bench();
  await store.store(BACKUP);
  kept.clear();
  const path = join(folder, `${DIGEST}.backup.json`);
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at += 97) {
    const bent = Buffer.from(whole);
    bent[at] = (bent[at] ?? 0) ^ 0x04;
    writeFileSync(path, bent);
    const loaded = await store.load(DIGEST);
    if (loaded.ok) expect(loaded.value).toEqual(BACKUP);
  }
  writeFileSync(path, whole.subarray(0, whole.length / 2));
  expect((await store.load(DIGEST)).ok).toBe(false);
});

test('[SHP-R18] a backup that is gone is a sentence', async () => {
  expect(await bench().store.load(DIGEST)).toMatchObject({
    ok: false,
    error: expect.stringContaining('cannot be read'),
  });
});
