import type { Disk } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { diskContract } from './disk.contract.js';
import { type DiskOperation, SimulatedDisk } from './simulated-disk.js';

diskContract('the disk in memory', async () => ({
  disk: new SimulatedDisk().mount(),
  folder: '/data',
  release: async () => undefined,
}));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = async (disk: Disk, path: string): Promise<string | undefined> => {
  const bytes = await disk.read(path);
  return bytes && new TextDecoder().decode(bytes);
};

/** One file whose first word was synced and whose second one was not. */
async function halfSynced(keepName: boolean) {
  const medium = new SimulatedDisk();
  const disk = medium.mount();
  const file = await disk.open('/d/file', 'append');
  await file.write(text('kept '));
  await file.sync();
  if (keepName) await disk.syncFolder('/d');
  await file.write(text('lost'));
  return { medium, disk };
}

test.each([
  [0, 'kept '],
  [0.5, 'kept lo'],
  [1, 'kept lost'],
])('a power cut that leaves %d of what was not synced', async (share, left) => {
  const { medium } = await halfSynced(true);
  medium.cut(share);
  expect(await read(medium.mount(), '/d/file')).toBe(left);
});

test('a file whose folder was not synced has lost its name', async () => {
  const { medium } = await halfSynced(false);
  medium.cut(0);
  expect(medium.namesIn('/d')).toEqual([]);
});

test('a rename that was not synced leaves the old file', async () => {
  const { medium, disk } = await halfSynced(true);
  const other = await disk.open('/d/file.new', 'replace');
  await other.write(text('new'));
  await other.sync();
  await disk.rename('/d/file.new', '/d/file');
  expect(await read(disk, '/d/file')).toBe('new');
  medium.cut(0);
  expect(await read(medium.mount(), '/d/file')).toBe('kept ');
});

test.each([
  ['and nothing more is written', '', '\0\0\0\0\0\0\0'],
  ['and the file goes on', ' more', '\0\0\0\0\0\0\0 more'],
])('after a failed sync no later one brings the bytes to the disk, %s', async (_, more, left) => {
  const medium = new SimulatedDisk();
  let failing = false;
  const disk = medium.mount(({ kind }) =>
    failing && kind === 'sync' ? { kind: 'fail', code: 'EIO' } : { kind: 'do' },
  );
  const file = await disk.open('/d/file', 'append');
  await disk.syncFolder('/d');
  await file.write(text('written'));
  failing = true;
  await expect(file.sync()).rejects.toMatchObject({ code: 'EIO' });
  failing = false;
  await file.write(text(more));
  await file.sync();
  expect(await read(disk, '/d/file')).toBe(`written${more}`);
  medium.cut(1);
  expect(await read(medium.mount(), '/d/file')).toBe(left);
});

test('a full disk takes nothing, and rot is seen by whoever reads', async () => {
  const medium = new SimulatedDisk();
  const asked: DiskOperation['kind'][] = [];
  const disk = medium.mount(({ kind }) => {
    asked.push(kind);
    return kind === 'write' && asked.length > 3 ? { kind: 'fail', code: 'ENOSPC' } : { kind: 'do' };
  });
  const file = await disk.open('/d/file', 'append');
  await file.write(text('A'));
  await file.sync();
  await expect(file.write(text('B'))).rejects.toMatchObject({ code: 'ENOSPC' });
  medium.rot('/d/file', 1);
  expect(await read(disk, '/d/file')).toBe('C');
  expect(medium.exchange('/d/file', text('other'))).toBe(true);
  expect(medium.exchange('/d/none', text('other'))).toBe(false);
  expect(await read(disk, '/d/file')).toBe('other');
  expect(asked).toEqual(['create', 'write', 'sync', 'write', 'read', 'read']);
});
