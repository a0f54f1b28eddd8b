import { type Clock, type Disk, type DiskFile, millis, type RecordFile } from '@baylink/kernel';

/** Where a process may end: at an operation that others can see. */
export interface Operation {
  readonly medium: 'wire' | 'disk';
  readonly what: string;
}

/** Unwinds a synchronous call of a process that has just died; nothing of that process is heard afterwards. */
export class Death extends Error {}

/** The sum of two times may be a little more or less than they are, in ms. */
const ROUNDING = 0.001;

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * One process that can end at any operation. After its end its clock wakes nobody, its disk and its link take nothing, and
 * what it waited for never comes.
 */
export class Mortal {
  #alive = true;
  #slept = 0;
  /** What its monotonic clock shows while its machine sleeps. */
  #asleep: { readonly at: number; readonly until: number } | undefined;
  #stalledUntil = Number.NEGATIVE_INFINITY;
  #world: Clock | undefined;
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

  /**
   * Nothing of this process happens for `lasts` ms: what is due meanwhile comes afterwards. `not counted`: its monotonic clock
   * stands still, as Linux does it in suspend.
   */
  stall(clock: Clock, lasts: number, how: 'counted' | 'not counted'): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, clock.now() + lasts);
    this.#world = clock;
    if (how === 'counted') return;
    this.#asleep = { at: this.#time(clock), until: clock.now() + lasts };
    this.#slept += lasts;
  }

  /** Until when, on the world's clock. */
  get stalledUntil(): number {
    return this.#stalledUntil;
  }

  /** Now, or as soon as this process goes on; never when it is dead. */
  whenAwake(run: () => void): void {
    const clock = this.#world;
    if (clock !== undefined && clock.now() < this.#stalledUntil)
      clock.wake(millis(this.#stalledUntil), () => this.whenAwake(run));
    else if (this.#alive) run();
  }

  clock(clock: Clock): Clock {
    return {
      now: () => millis(this.#time(clock)),
      nanos: () => BigInt(Math.round(this.#time(clock) * 1_000)) * 1_000n,
      wall: () => clock.wall(),
      wake: (at, run) => {
        if (!this.#alive) return () => undefined;
        let inner: () => void = () => undefined;
        const cancel = (): void => inner();
        const ring = (): void => {
          const due = Math.max(this.#stalledUntil, at + this.#slept);
          const early = clock.now() < due || this.#time(clock) < at;
          if (early) {
            inner = clock.wake(millis(Math.max(due, clock.now() + ROUNDING)), ring);
            return;
          }
          this.#alarms.delete(cancel);
          if (this.#alive) run();
        };
        inner = clock.wake(millis(at + this.#slept), ring);
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

  #time(clock: Clock): number {
    const now = clock.now();
    return this.#asleep !== undefined && now < this.#asleep.until ? this.#asleep.at : now - this.#slept;
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
