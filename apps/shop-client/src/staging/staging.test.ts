import { createHash } from 'node:crypto';
import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatedDisk } from '@baylink/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { LARGEST_FILE, Staging } from './staging.js';

const FILE = new Uint8Array(10_000).map((_, i) => (i * 31 + 7) & 0xff);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const NAME = digestOf(FILE);
const SIZE = FILE.length;

/** A staging folder, and a sender that hands in pieces of `bytes`. */
function bench(bytes = FILE) {
  const folder = tempFolder();
  const staging = new Staging(nodeDisk(), folder);
  const send = (from: number, to: number) => staging.append(NAME, SIZE, from, bytes.subarray(from, to));
  return { folder, staging, send };
}

test('[SHP-R11] a transfer goes on where it stopped, also in the next start', async () => {
  const { folder, staging, send } = bench();
  expect(await staging.offer(NAME, SIZE)).toEqual({ ok: true, value: 0 });
  expect(await send(0, 4000)).toEqual({ ok: true, value: 4000 });
  const next = new Staging(nodeDisk(), folder);
  expect(await next.offer(NAME, SIZE)).toEqual({ ok: true, value: 4000 });
  expect(await next.append(NAME, SIZE, 4000, FILE.subarray(4000))).toEqual({ ok: true, value: SIZE });
  expect(await next.read(NAME)).toEqual({ ok: true, value: Buffer.from(FILE) });
  expect(await next.offer(NAME, SIZE)).toEqual({ ok: true, value: SIZE });
});

test('[SHP-R11] any cutting into pieces, repeated ones too, gives the same file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: SIZE - 1 }), { maxLength: 8 }), async (cuts) => {
      const { staging, send } = bench();
      await staging.offer(NAME, SIZE);
      const ends = [...new Set(cuts)].sort((a, b) => a - b).concat(SIZE);
      let from = 0;
      for (const end of ends) {
        expect(await send(from, end)).toEqual({ ok: true, value: end });
        if (end < SIZE) expect(await send(from, end)).toEqual({ ok: true, value: end });
        from = end;
      }
      expect((await staging.read(NAME)).ok).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test('[SHP-R11] a piece that does not follow is refused and says where to go on', async () => {
  const { staging, send } = bench();
  await staging.offer(NAME, SIZE);
  await send(0, 100);
  for (const [from, to] of [
    [101, 200],
    [50, 150],
    [100, SIZE + 1],
  ] as const)
    expect(await staging.append(NAME, SIZE, from, new Uint8Array(to - from))).toMatchObject({
      ok: false,
      error: { rule: 'STAGING-OFFSET', sentence: expect.stringContaining(`the 100 of ${SIZE} bytes`) },
    });
  expect(await send(100, SIZE)).toEqual({ ok: true, value: SIZE });
});

test('[SHP-R12] a file with one bit wrong is thrown away with a sentence, and can be sent anew', async () => {
  const { folder, staging, send } = bench();
  await staging.offer(NAME, SIZE);
  const bent = FILE.slice();
  bent[5000] = (bent[5000] ?? 0) ^ 1;
  expect(await staging.append(NAME, SIZE, 0, bent)).toMatchObject({
    ok: false,
    error: { rule: 'STAGING-DIGEST', sentence: expect.stringContaining('It is not used; send the right file') },
  });
  expect(readdirSync(folder)).toEqual([]);
  expect((await staging.read(NAME)).ok).toBe(false);
  expect(await staging.offer(NAME, SIZE)).toEqual({ ok: true, value: 0 });
  expect((await send(0, SIZE)).ok).toBe(true);
});

test('[SHP-R12] a crash between the last piece and the check loses nothing and trusts nothing', async () => {
  const { folder, staging } = bench();
  writeFileSync(join(folder, `${NAME}.part`), FILE);
  expect(await staging.offer(NAME, SIZE)).toEqual({ ok: true, value: SIZE });
  expect((await staging.read(NAME)).ok).toBe(true);

  const other = bench();
  writeFileSync(join(other.folder, `${NAME}.part`), new Uint8Array(SIZE));
  expect(await other.staging.offer(NAME, SIZE)).toMatchObject({ ok: false, error: { rule: 'STAGING-DIGEST' } });
  expect(await other.staging.offer(NAME, SIZE)).toEqual({ ok: true, value: 0 });
});

test.each([
  ['bit rot', (path: string) => writeFileSync(path, FILE.with(77, 0xff))],
  ['a shorter file', (path: string) => writeFileSync(path, FILE.subarray(1))],
  [
    'another file under its name',
    (path: string) => {
      writeFileSync(`${path}.other`, 'something else');
      renameSync(`${path}.other`, path);
    },
  ],
])('[SHP-R13] %s on the disk is found when the file is read', async (_, harm) => {
  const { folder, staging, send } = bench();
  await staging.offer(NAME, SIZE);
  await send(0, SIZE);
  harm(join(folder, NAME));
  expect(await staging.read(NAME)).toMatchObject({ ok: false, error: { rule: 'STAGING-DIGEST' } });
});

test('[SHP-R13] a file that was never sent is missing, in one sentence', async () => {
  expect(await bench().staging.read(NAME)).toMatchObject({
    ok: false,
    error: { rule: 'STAGING-MISSING', sentence: expect.stringContaining('send it first') },
  });
});

test('[SHP-R14] a file over the limit is refused when it is announced, and also when its pieces just come', async () => {
  const { folder, staging } = bench();
  const refused = { ok: false, error: { rule: 'STAGING-SIZE', sentence: expect.stringContaining(`${LARGEST_FILE}`) } };
  expect(await staging.offer(NAME, LARGEST_FILE + 1)).toMatchObject(refused);
  expect(await staging.append(NAME, LARGEST_FILE + 1, 0, FILE)).toMatchObject(refused);
  expect(readdirSync(folder)).toEqual([]);
  expect((await staging.offer(NAME, LARGEST_FILE)).ok).toBe(true);
});

test('[SHP-R15] a disk that does not take the piece is a sentence, not a crash', async () => {
  const folder = join(tempFolder(), 'a-file');
  writeFileSync(folder, '');
  const staging = new Staging(nodeDisk(), folder);
  const sorry = { ok: false, error: { rule: 'STAGING-DISK', sentence: expect.stringContaining('free the disk') } };
  expect(await staging.offer(NAME, SIZE)).toMatchObject(sorry);
  expect(await staging.append(NAME, SIZE, 0, FILE)).toMatchObject(sorry);
});

test('[SHP-R15] only this user may read what is staged', async () => {
  const folder = join(tempFolder(), 'staging');
  const staging = new Staging(nodeDisk(), folder);
  await staging.offer(NAME, SIZE);
  await staging.append(NAME, SIZE, 0, FILE);
  expect([folder, join(folder, NAME)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

test('[SHP-R279] a file that has rotted is asked for again, and is whole again when it has come', async () => {
  const folder = tempFolder();
  const staging = new Staging(nodeDisk(), folder);
  await staging.append(NAME, SIZE, 0, FILE);
  writeFileSync(join(folder, NAME), 'rotten');
  expect(await staging.offer(NAME, SIZE)).toEqual({ ok: true, value: 0 });
  expect(await staging.append(NAME, SIZE, 0, FILE)).toEqual({ ok: true, value: SIZE });
  expect(await staging.read(NAME)).toMatchObject({ ok: true });
});

test('[SHP-R279] pieces whose sync had failed in an earlier process are on the disk before the file counts', async () => {
  const medium = new SimulatedDisk();
  let failing = true;
  const disk = medium.mount(({ kind }) =>
    failing && kind === 'sync' ? { kind: 'fail', code: 'EIO' } : { kind: 'do' },
  );
  expect(await new Staging(disk, '/s').append(NAME, SIZE, 0, FILE)).toMatchObject({ ok: false });
  failing = false;
  expect(await new Staging(disk, '/s').offer(NAME, SIZE)).toEqual({ ok: true, value: SIZE });
  medium.cut(0);
  expect(await new Staging(medium.mount(), '/s').read(NAME)).toMatchObject({ ok: true });
});
