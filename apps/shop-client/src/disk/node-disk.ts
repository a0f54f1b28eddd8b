import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Disk, DiskFile, RecordFile } from '@baylink/kernel';

const FOLDER = { recursive: true, mode: 0o700 };
const FILE = 0o600;

/** The operating system's disk. */
export const nodeDisk = (): Disk => ({
  makeFolder: async (path) => void (await mkdir(path, FOLDER)),
  names: async (folder) => [...((await ifThere(readdir(folder))) ?? [])].sort(),
  size: async (path) => (await ifThere(stat(path)))?.size,
  read: (path) => ifThere(readFile(path)),
  open: async (path, mode) => fileOf(await open(path, mode === 'append' ? 'a' : 'w', FILE)),
  rename,
  remove: (path) => rm(path, { force: true }),
  truncate,
  async syncFolder(path) {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  },
  openRecord,
});

const fileOf = (handle: FileHandle): DiskFile => ({
  write: (bytes) => handle.appendFile(bytes),
  sync: () => handle.sync(),
  close: () => handle.close(),
});

function openRecord(path: string): RecordFile {
  mkdirSync(dirname(path), FOLDER);
  const fd = openSync(path, 'a+', FILE);
  return {
    get size() {
      return fstatSync(fd).size;
    },
    append(bytes) {
      const written = writeSync(fd, bytes);
      if (written < bytes.length) throw new Error(`the disk took ${written} of ${bytes.length} bytes`);
    },
    read(position, length) {
      const bytes = Buffer.alloc(length);
      let have = 0;
      for (let got = -1; got !== 0 && have < length; have += got)
        got = readSync(fd, bytes, have, length - have, position + have);
      return bytes.subarray(0, have);
    },
    truncate: (size) => ftruncateSync(fd, size),
    sync: () => fdatasyncSync(fd),
    close: () => closeSync(fd),
  };
}

/** `undefined` when there is nothing under that name. */
async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return undefined;
    throw failure;
  }
}
