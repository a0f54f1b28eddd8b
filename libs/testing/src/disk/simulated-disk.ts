import type { Disk, DiskFile, RecordFile } from '@baylink/kernel';
import { Inode } from './inode.js';

/** What is asked of the disk, so that a test can refuse it, count it, or let the process die at it. */
export interface DiskOperation {
  readonly kind: 'create' | 'write' | 'sync' | 'rename' | 'remove' | 'truncate' | 'sync-folder' | 'read';
  readonly path: string;
  readonly bytes?: Uint8Array;
}

/** `fail` is the error that the operating system would give. */
export type DiskAnswer = { readonly kind: 'do' } | { readonly kind: 'fail'; readonly code: 'EIO' | 'ENOSPC' };

/** Asked before each operation. What it throws comes out of the operation. */
export type DiskWatch = (operation: DiskOperation) => DiskAnswer;

/** A change of a folder that is in memory and, until its folder is synced, perhaps nowhere else. */
interface PendingName {
  readonly folder: string;
  apply(names: Map<string, Inode>): void;
}

const DO: DiskAnswer = { kind: 'do' };

/**
 * A disk in memory that forgets what was not synced. One instance outlives every process that uses it: each process gets a
 * `mount`, and loses it when it dies.
 */
export class SimulatedDisk {
  readonly #names = new Map<string, Inode>();
  readonly #durable = new Map<string, Inode>();
  #pending: PendingName[] = [];

  /** The disk as one process sees it. */
  mount(watch: DiskWatch = () => DO): Disk {
    const ask = (operation: DiskOperation): void => {
      const answer = watch(operation);
      if (answer.kind === 'do') return;
      if (operation.kind === 'sync') this.#names.get(operation.path)?.failSync();
      throw Object.assign(new Error(`${answer.code}: ${operation.kind} '${operation.path}'`), { code: answer.code });
    };
    const file = (path: string, mode: 'append' | 'replace'): Inode => this.#open(path, mode, ask);
    return {
      makeFolder: async () => undefined,
      names: async (folder) => this.namesIn(folder),
      size: async (path) => this.#names.get(path)?.bytes.length,
      read: async (path) => {
        ask({ kind: 'read', path });
        return this.#names.get(path)?.bytes.slice();
      },
      open: async (path, mode) => diskFile(path, file(path, mode), ask),
      rename: async (from, to) => {
        ask({ kind: 'rename', path: to });
        if (!this.#names.has(from))
          throw Object.assign(new Error(`ENOENT: rename '${from}' -> '${to}'`), { code: 'ENOENT' });
        this.#rename(from, to);
      },
      remove: async (path) => {
        ask({ kind: 'remove', path });
        this.#rename(path, undefined);
      },
      truncate: async (path, size) => {
        ask({ kind: 'truncate', path });
        this.#names.get(path)?.truncate(size);
      },
      syncFolder: async (path) => {
        ask({ kind: 'sync-folder', path });
        this.#syncFolder(path);
      },
      openRecord: (path) => recordFile(path, file(path, 'append'), ask),
    };
  }

  namesIn(folder: string): string[] {
    const names = [...this.#names.keys()].filter((path) => folderOf(path) === folder);
    return names.map((path) => path.slice(folder.length + 1)).sort();
  }

  bytesOf(path: string): Uint8Array | undefined {
    return this.#names.get(path)?.bytes;
  }

  /** What a power cut would surely leave of a file now. */
  durableBytesOf(path: string): Uint8Array | undefined {
    return this.#durable.get(path)?.durable;
  }

  /** False where there is no such file. */
  exchange(path: string, bytes: Uint8Array): boolean {
    const inode = this.#names.get(path);
    inode?.exchange(bytes);
    return inode !== undefined;
  }

  rot(path: string, bit: number): void {
    this.#names.get(path)?.rot(bit);
  }

  /**
   * The power is gone. Of the names that no folder's sync has kept, the oldest `share` (0 to 1) are there; of the bytes that
   * no file's sync has kept, the same share.
   */
  cut(share: number): void {
    const kept = this.#pending.slice(0, Math.floor(this.#pending.length * share));
    for (const change of kept) change.apply(this.#durable);
    this.#pending = [];
    this.#names.clear();
    for (const [path, inode] of this.#durable) this.#names.set(path, inode);
    for (const inode of new Set(this.#names.values())) inode.cut(share);
  }

  #open(path: string, mode: 'append' | 'replace', ask: (operation: DiskOperation) => void): Inode {
    const found = this.#names.get(path);
    if (found === undefined || mode === 'replace') ask({ kind: 'create', path });
    if (found !== undefined) {
      if (mode === 'replace') found.truncate(0);
      return found;
    }
    const made = new Inode();
    this.#change(folderOf(path), (names) => void names.set(path, made));
    return made;
  }

  #rename(from: string, to: string | undefined): void {
    this.#change(folderOf(to ?? from), (names) => {
      const inode = names.get(from);
      names.delete(from);
      if (inode !== undefined && to !== undefined) names.set(to, inode);
    });
  }

  #change(folder: string, apply: PendingName['apply']): void {
    apply(this.#names);
    this.#pending.push({ folder, apply });
  }

  #syncFolder(folder: string): void {
    for (const change of this.#pending) if (change.folder === folder) change.apply(this.#durable);
    this.#pending = this.#pending.filter((change) => change.folder !== folder);
  }
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

type Ask = (operation: DiskOperation) => void;

function diskFile(path: string, inode: Inode, ask: Ask): DiskFile {
  return {
    write: async (bytes) => {
      ask({ kind: 'write', path, bytes });
      inode.append(bytes);
    },
    sync: async () => {
      ask({ kind: 'sync', path });
      inode.sync();
    },
    close: async () => undefined,
  };
}

function recordFile(path: string, inode: Inode, ask: Ask): RecordFile {
  let open = true;
  const inUse = (): void => {
    if (!open) throw Object.assign(new Error(`EBADF: '${path}' is closed`), { code: 'EBADF' });
  };
  return {
    get size() {
      return inode.bytes.length;
    },
    append(bytes) {
      inUse();
      ask({ kind: 'write', path, bytes });
      inode.append(bytes);
    },
    read: (position, length) => inode.bytes.slice(position, position + length),
    truncate(size) {
      ask({ kind: 'truncate', path });
      inode.truncate(size);
    },
    sync() {
      inUse();
      ask({ kind: 'sync', path });
      inode.sync();
    },
    close() {
      open = false;
    },
  };
}
