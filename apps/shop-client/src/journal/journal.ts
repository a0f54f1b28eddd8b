import { join } from 'node:path';
import { type Clock, type Disk, type DiskFile, err, errorText, ok, type Result } from '@baylink/kernel';
import { replaceFile } from '../disk/document.js';
import { type JournalLine, printLine } from './line.js';

/** Why a record is not durable. Once poisoned a journal takes nothing more: the page cache cannot be trusted (I17). */
export interface JournalError {
  readonly kind: 'poisoned';
  readonly message: string;
}

const LINE_END = 0x0a;
/** A poisoned journal writes nothing. */
const NOWHERE: DiskFile = { write: async () => undefined, sync: async () => undefined, close: async () => undefined };

/** How long a group-committed record may stay in the page cache before it is forced to the disk. */
const GROUP_WINDOW_MS = 1000;

/**
 * The write-ahead journal of one job: `DIR/JOB.journal`, one line a record, appended and never rewritten.
 * `fsync` records are durable when the promise resolves; `group` records are durable within a second or with the next
 * `fsync` record, whichever comes first. One writer: appends are queued in the order of the calls.
 */
export class Journal<Record> {
  private queue: Promise<unknown> = Promise.resolve();
  private poison: JournalError | undefined;
  private dirtySince: number | undefined;
  private cancelGroup: (() => void) | undefined;

  private constructor(
    readonly path: string,
    private readonly file: DiskFile,
    private readonly clock: Clock,
    private nextSeq: number,
  ) {}

  /** Opens or creates the journal of `job`; the directory entry is forced to the disk too (F18). */
  static async open<Record>(disk: Disk, folder: string, job: string, clock: Clock): Promise<Journal<Record>> {
    await disk.makeFolder(folder);
    const path = join(folder, `${job}.journal`);
    const file = await disk.open(path, 'append');
    await disk.syncFolder(folder);
    return new Journal<Record>(path, file, clock, 0);
  }

  /**
   * Goes on with the journal of an earlier process. What was read of it may be in the page cache only, its sync having failed:
   * so it is written anew and forced to the disk before a record follows. Where that fails the journal is poisoned. (I17)
   */
  static async reopen<Record>(
    disk: Disk,
    folder: string,
    job: string,
    clock: Clock,
    nextSeq: number,
  ): Promise<Journal<Record>> {
    const path = join(folder, `${job}.journal`);
    try {
      const found = (await disk.read(path)) ?? new Uint8Array();
      await replaceFile(disk, path, found.subarray(0, found.lastIndexOf(LINE_END) + 1));
      return new Journal<Record>(path, await disk.open(path, 'append'), clock, nextSeq);
    } catch (failure) {
      const journal = new Journal<Record>(path, NOWHERE, clock, nextSeq);
      journal.poisonWith('could not be forced to the disk', failure);
      return journal;
    }
  }

  /** Appends one record; resolves with its number once it is as durable as asked for. */
  append(record: Record, sync: 'fsync' | 'group'): Promise<Result<number, JournalError>> {
    const turn = this.queue.then(() => this.write(record, sync));
    this.queue = turn;
    return turn;
  }

  get poisoned(): JournalError | undefined {
    return this.poison;
  }

  async close(): Promise<void> {
    await this.queue;
    this.cancelGroup?.();
    if (this.dirtySince !== undefined) await this.force();
    await this.file.close();
  }

  private async write(record: Record, sync: 'fsync' | 'group'): Promise<Result<number, JournalError>> {
    if (this.poison) return err(this.poison);
    const seq = this.nextSeq;
    const line: JournalLine = {
      seq,
      mono: this.clock.nanos().toString(),
      at: new Date(this.clock.wall()).toISOString(),
      record,
    };
    try {
      await this.file.write(new TextEncoder().encode(printLine(line)));
    } catch (failure) {
      return err(this.poisonWith('could not be written', failure));
    }
    this.nextSeq += 1;
    if (sync === 'fsync') return (await this.force()) ?? ok(seq);
    this.scheduleGroup();
    return ok(seq);
  }

  private async force(): Promise<Result<never, JournalError> | undefined> {
    this.cancelGroup?.();
    this.cancelGroup = undefined;
    this.dirtySince = undefined;
    try {
      await this.file.sync();
      return undefined;
    } catch (failure) {
      return err(this.poisonWith('could not be forced to the disk', failure));
    }
  }

  private scheduleGroup(): void {
    if (this.dirtySince !== undefined) return;
    const now = this.clock.now();
    this.dirtySince = now;
    this.cancelGroup = this.clock.wake((now + GROUP_WINDOW_MS) as typeof now, () => {
      this.queue = this.queue.then(() => (this.dirtySince === undefined ? undefined : this.force()));
    });
  }

  private poisonWith(what: string, failure: unknown): JournalError {
    const reason = errorText(failure);
    this.poison = {
      kind: 'poisoned',
      message: `The journal ${this.path} ${what} (${reason}); nothing more is written to it. Free or repair the disk, then start the shop client again.`,
    };
    return this.poison;
  }
}
