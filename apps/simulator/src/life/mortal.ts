import type { Clock, Disk, DiskFile, RecordFile } from '@baylink/kernel';

/** Where a process may end: at an operation that others can see. */
export interface Operation {
  readonly medium: 'wire' | 'disk';
  readonly what: string;
}

/** Unwinds a synchronous call of a process that has just died; nothing of that process is heard afterwards. */
class Death extends Error {}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * One process that can end at any operation. After its end its clock wakes nobody, its disk and its link take nothing, and
 * what it waited for never comes.
 */
export class Mortal {
  #alive = true;
  readonly #alarms = new Set<() => void>();
  #ended: () => void = () => undefined;
  readonly end = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });

  /** `hear` is asked before and after each operation; it may call `kill`. */
  constructor(private readonly hear: (operation: Operation, when: 'before' | 'after') => void) {}

  get alive(): boolean {
    return this.#alive;
  }

  kill(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const cancel of this.#alarms) cancel();
    this.#alarms.clear();
    this.#ended();
  }

  /** An operation as this process does it: it may be its last. */
  async act<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    if (!this.#begin(operation)) return never();
    const done = await work();
    return this.#over(operation) ? done : never();
  }

  actNow<T>(operation: Operation, work: () => T): T {
    if (!this.#begin(operation)) throw new Death();
    const done = work();
    if (!this.#over(operation)) throw new Death();
    return done;
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      nanos: () => clock.nanos(),
      wall: () => clock.wall(),
      wake: (at, run) => {
        if (!this.#alive) return () => undefined;
        const cancel = clock.wake(at, () => {
          this.#alarms.delete(cancel);
          if (this.#alive) run();
        });
        this.#alarms.add(cancel);
        return () => {
          this.#alarms.delete(cancel);
          cancel();
        };
      },
    };
  }

  disk(disk: Disk): Disk {
    const act = <T>(what: string, work: () => Promise<T>): Promise<T> => this.act({ medium: 'disk', what }, work);
    return {
      makeFolder: (path) => disk.makeFolder(path),
      names: (folder) => disk.names(folder),
      size: (path) => disk.size(path),
      read: (path) => act('read', () => disk.read(path)),
      open: async (path, mode) => this.#file(await act('open', () => disk.open(path, mode))),
      rename: (from, to) => act('rename', () => disk.rename(from, to)),
      remove: (path) => act('remove', () => disk.remove(path)),
      truncate: (path, size) => act('truncate', () => disk.truncate(path, size)),
      syncFolder: (path) => act('sync-folder', () => disk.syncFolder(path)),
      openRecord: (path) => this.#record(disk.openRecord(path)),
    };
  }

  #begin(operation: Operation): boolean {
    if (this.#alive) this.hear(operation, 'before');
    return this.#alive;
  }

  #over(operation: Operation): boolean {
    if (this.#alive) this.hear(operation, 'after');
    return this.#alive;
  }

  #file(file: DiskFile): DiskFile {
    return {
      write: (bytes) => this.act({ medium: 'disk', what: 'write' }, () => file.write(bytes)),
      sync: () => this.act({ medium: 'disk', what: 'sync' }, () => file.sync()),
      close: () => file.close(),
    };
  }

  #record(file: RecordFile): RecordFile {
    return {
      get size() {
        return file.size;
      },
      append: (bytes) => this.actNow({ medium: 'disk', what: 'record' }, () => file.append(bytes)),
      read: (position, length) => file.read(position, length),
      truncate: (size) => file.truncate(size),
      sync: () => this.actNow({ medium: 'disk', what: 'record-sync' }, () => file.sync()),
      close: () => file.close(),
    };
  }
}
