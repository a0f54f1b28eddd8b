import { join } from 'node:path';
import { type Clock, concat, type Disk, type DiskFile, err, errorText, ok, type Result } from '@baylink/kernel';
import { replaceFile } from '../disk/document.js';
import { type JournalLine, printLine } from './line.js';

/** Why a record is not durable. A file whose sync has failed is never written or forced again: its page cache cannot be trusted (I17). */
export interface JournalError {
  readonly kind: 'poisoned';
  readonly message: string;
}

const LINE_END = 0x0a;
/** Of a journal that could not be opened. */
const NOWHERE: DiskFile = { write: async () => undefined, sync: async () => undefined, close: async () => undefined };

/** How long a group-committed record may stay in the page cache before it is forced to the disk. */
const GROUP_WINDOW_MS = 1000;

/**
 * The write-ahead journal of one job: `DIR/JOB.journal`, one line a record, in the order of the calls, which are queued.
 * `fsync` records are durable when the promise resolves; `group` records are durable within a second or with the next
 * `fsync` record, whichever comes first. Once poisoned its file is left alone; with the next `fsync` record everything that
 * was to be written goes into a file of its own that takes its place, where the disk lets it.
 */
export class Journal<Record> {
  private queue: Promise<unknown> = Promise.resolve();
  private poison: JournalError | undefined;
  private toldOf: JournalError | undefined;
  private dirtySince: number | undefined;
  private cancelGroup: (() => void) | undefined;

  private constructor(
    private readonly disk: Disk,
    readonly path: string,
    private file: DiskFile,
    private readonly clock: Clock,
    private nextSeq: number,
    /** Everything that belongs into the file, for the day when it has to be written anew; `undefined` when nobody could read it. */
    private readonly content: Uint8Array[] | undefined,
  ) {}

  /** Opens or creates the journal of `job`; the directory entry is forced to the disk too (F18). */
  static async open<Record>(disk: Disk, folder: string, job: string, clock: Clock): Promise<Journal<Record>> {
    await disk.makeFolder(folder);
    const path = join(folder, `${job}.journal`);
    const file = await disk.open(path, 'append');
    await disk.syncFolder(folder);
    return new Journal<Record>(disk, path, file, clock, 0, []);
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
    let content: Uint8Array[] | undefined;
    try {
      const found = (await disk.read(path)) ?? new Uint8Array();
      content = [found.slice(0, found.lastIndexOf(LINE_END) + 1)];
      return new Journal<Record>(disk, path, await anew(disk, path, content), clock, nextSeq, content);
    } catch (failure) {
      const journal = new Journal<Record>(disk, path, NOWHERE, clock, nextSeq, content);
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
    const seq = this.nextSeq;
    this.nextSeq += 1;
    const line: JournalLine = {
      seq,
      mono: this.clock.nanos().toString(),
      at: new Date(this.clock.wall()).toISOString(),
      record,
    };
    const bytes = new TextEncoder().encode(printLine(line));
    this.content?.push(bytes);
    const { poison } = this;
    if (poison) return sync === 'fsync' && (await this.renewed()) ? ok(seq) : this.refusal(poison);
    try {
      await this.file.write(bytes);
    } catch (failure) {
      return this.refusal(this.poisonWith('could not be written', failure));
    }
    if (sync === 'fsync') {
      const failed = await this.force();
      return failed ? this.refusal(failed) : ok(seq);
    }
    this.scheduleGroup();
    return ok(seq);
  }

  private refusal(poison: JournalError): Result<never, JournalError> {
    this.toldOf = poison;
    return err(poison);
  }

  private async force(): Promise<JournalError | undefined> {
    this.cancelGroup?.();
    this.cancelGroup = undefined;
    this.dirtySince = undefined;
    try {
      await this.file.sync();
      return undefined;
    } catch (failure) {
      return this.poisonWith('could not be forced to the disk', failure);
    }
  }

  /**
   * A new file in place of the poisoned one: whole and durable before it is seen, so that a failure leaves what was there.
   * Not before somebody has heard of the poison: what a lost record means is not decided here.
   */
  private async renewed(): Promise<boolean> {
    if (this.content === undefined || this.toldOf !== this.poison) return false;
    const poisoned = this.file;
    try {
      this.file = await anew(this.disk, this.path, this.content);
    } catch {
      return false;
    }
    this.poison = undefined;
    await poisoned.close().catch(() => undefined);
    return true;
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
      message: `The journal ${this.path} ${what} (${reason}); nothing more is written to that file. Free or repair the disk, then start the shop client again.`,
    };
    return this.poison;
  }
}

/** The file of this content, forced to the disk in one piece, and open for what follows. */
async function anew(disk: Disk, path: string, content: readonly Uint8Array[]): Promise<DiskFile> {
  await replaceFile(disk, path, concat(...content));
  return disk.open(path, 'append');
}
