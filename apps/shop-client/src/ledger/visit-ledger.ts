import { join } from 'node:path';
import { type LedgerLine, numericDateOf, type RulesInForce, type Sha256Hex, type Signer } from '@baylink/contracts';
import { type Clock, type Disk, err, errorText, ok, type RecordFile, type Result } from '@baylink/kernel';
import {
  append,
  emptyLedger,
  follow,
  type LedgerRecord,
  type LedgerState,
  readEntry,
  type StoredEntry,
  signCheckpoint,
  withholdSecrets,
} from '@baylink/ledger';
import type { Pass } from '@baylink/safety';
import { replaceFile } from '../disk/document.js';
import type { WireRecorder } from '../door/wire-recorder.js';
import type { KeptMessage } from '../keeper/words.js';
import { textOf } from './entry-text.table.js';

/** The first entry of a ledger: whose it is, whom it trusted, for which vehicle. */
export type OpeningEntry = Extract<LedgerRecord, { kind: 'open' }>['data'];

/** A checkpoint, and how many entries it covers. */
export interface SignedSize {
  readonly jws: string;
  readonly size: number;
}

/** How many of the newest entries are shown on both screens. */
const TAIL = 12;

export interface VisitLedgerOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly visit: string;
  readonly clock: Clock;
  readonly signer: Signer;
  /** By which this start judges: in the ledger from its begin, and again when a start goes on with it under others. */
  readonly rules?: RulesInForce;
  /** Told once when the ledger cannot be written: from then on nothing interactive leaves this shop. */
  readonly hearFailure: (sentence: string) => void;
}

/**
 * The record of one visit at the shop: `DIR/VISIT.jsonl`, one canonical entry a line, chained; the newest signed checkpoint
 * beside it. An entry is written before the caller goes on, so nobody is told "ok" without a record (I16).
 */
export class VisitLedger implements WireRecorder {
  readonly path: string;
  readonly visit: string;
  private state: LedgerState;
  private starts: number[] = [0];
  private newest: StoredEntry[] = [];
  private rules: RulesInForce | undefined;
  private failure: string | undefined;
  private life: 'open' | 'closed' = 'open';
  private signing: Promise<unknown> = Promise.resolve();
  private naming: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  private constructor(
    private readonly options: VisitLedgerOptions,
    private readonly file: RecordFile,
  ) {
    this.visit = options.visit;
    this.path = join(options.folder, `${options.visit}.jsonl`);
    this.state = emptyLedger(options.visit);
  }

  /** Begins the ledger of a visit, or goes on with one that an earlier start left open. */
  static open(options: VisitLedgerOptions, first?: OpeningEntry): Result<VisitLedger, string> {
    const path = join(options.folder, `${options.visit}.jsonl`);
    const opened = quietly(() => ok(options.disk.openRecord(path)), path);
    if (!opened.ok) return opened;
    const ledger = new VisitLedger(options, opened.value);
    const replayed = quietly(() => ledger.replay(), ledger.path);
    if (!replayed.ok) {
      ledger.close();
      return replayed;
    }
    if (ledger.state.phase === 'empty' && first) ledger.record({ kind: 'open', data: first });
    ledger.judgeBy(options.rules);
    return ok(ledger);
  }

  get size(): number {
    return this.state.size;
  }

  get head(): Sha256Hex | null {
    return this.state.head;
  }

  private judgeBy(rules: RulesInForce | undefined): void {
    if (rules === undefined || this.state.phase !== 'open') return;
    if (JSON.stringify(rules) !== JSON.stringify(this.rules)) this.record({ kind: 'rules', data: rules });
  }

  /** Recording goes on: nothing has failed and nobody has closed it. */
  get recording(): boolean {
    return this.failure === undefined && this.state.phase === 'open';
  }

  /** Appends one entry. A ledger that cannot be written says so once and records nothing more. */
  record(content: LedgerRecord): Result<void, string> {
    if (this.failure !== undefined) return err(this.failure);
    const { clock } = this.options;
    const appended = append(this.state, content, clock.wall(), clock.now());
    if (!appended.ok) return this.fail(appended.error);
    const { stored, state } = appended.value;
    const line = new TextEncoder().encode(`${stored.line}\n`);
    try {
      this.file.append(line);
    } catch (failure) {
      return this.fail(errorText(failure));
    }
    this.advance(state, line.length, stored);
    for (const listener of this.listeners) listener();
    return ok();
  }

  sent(pass: Pass, link: string): Result<void, string> {
    const unit = pass.addressee.to === 'unit' ? pass.addressee.unit : null;
    return this.wire('tx', unit, pass.bytes, link);
  }

  received(unit: number, bytes: Uint8Array, link: string): void {
    this.wire('rx', unit, bytes, link);
  }

  /** What a keeper sent by itself, or sent and heard while there was no shop client; it has the time of its own. */
  kept({ direction, unit, bytes, nanos }: KeptMessage, link: string): void {
    this.wire(direction, unit, bytes, link, nanos);
  }

  /** Canonical lines from `from` on, `count` at most: what is uploaded. */
  lines(from: number, count: number): string[] {
    const start = this.starts[from];
    const end = this.starts[Math.min(from + count, this.size)];
    if (start === undefined || end === undefined || end <= start) return [];
    return new TextDecoder()
      .decode(this.file.read(start, end - start))
      .trimEnd()
      .split('\n');
  }

  tail(): LedgerLine[] {
    return this.newest.map(({ entry, hash }) => ({
      index: entry.index,
      kind: entry.kind,
      hash,
      at: new Date(entry.at).toISOString(),
      text: textOf(entry),
    }));
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Forces the entries to the disk and signs where the ledger stands; the checkpoint lies beside it. One at a time: a newer
   * checkpoint is never replaced by an older one.
   */
  checkpoint(): Promise<Result<SignedSize, string>> {
    const signed = this.signing.then(() => this.signNow());
    this.signing = signed;
    return signed;
  }

  /** The last entry. Nothing follows it. */
  finish(why: string): void {
    if (this.state.phase === 'open') this.record({ kind: 'close', data: { why } });
  }

  close(): void {
    this.life = 'closed';
    this.file.close();
  }

  private async signNow(): Promise<Result<SignedSize, string>> {
    const { clock, signer, disk } = this.options;
    if (this.life === 'closed') return err('the ledger is closed');
    try {
      this.file.sync();
      await this.nameForced();
      const { size } = this;
      const signed = await signCheckpoint(signer, this.state, numericDateOf(clock.wall()));
      if (!signed.ok) return signed;
      await replaceFile(disk, `${this.path}.checkpoint`, new TextEncoder().encode(`${signed.value}\n`));
      return ok({ jws: signed.value, size });
    } catch (failure) {
      const why = errorText(failure);
      if (this.failure === undefined) this.fail(why);
      return err(why);
    }
  }

  /** Once for each start: a file that is new is found after a power cut only when its folder has been forced as well. */
  private nameForced(): Promise<void> {
    this.naming ??= this.options.disk.syncFolder(this.options.folder);
    return this.naming;
  }

  private wire(
    direction: 'tx' | 'rx',
    unit: number | null,
    bytes: Uint8Array,
    link: string,
    nanos = this.options.clock.nanos().toString(),
  ): Result<void, string> {
    return this.record({ kind: 'wire', data: { direction, link, unit, nanos, ...withholdSecrets(bytes) } });
  }

  private advance(state: LedgerState, length: number, line: StoredEntry): void {
    this.state = state;
    this.starts.push((this.starts.at(-1) ?? 0) + length);
    this.newest.push(line);
    if (this.newest.length > TAIL) this.newest.shift();
    if (line.entry.kind === 'rules') this.rules = line.entry.data;
  }

  private fail(why: string): Result<never, string> {
    this.failure = `the record of this visit cannot be written (${why})`;
    this.options.hearFailure(
      `The record of this visit cannot be written (${why}). Nothing more is asked of the vehicle; free the disk and open a new visit.`,
    );
    return err(this.failure);
  }

  /** Reads what an earlier start wrote. A torn last line was never told to anyone: it stays out. */
  private replay(): Result<void, string> {
    const text = new TextDecoder().decode(this.file.read(0, this.file.size));
    let position = 0;
    for (const line of text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1)) {
      const read = readEntry(line);
      const next = read.ok ? follow(this.state, read.value) : read;
      if (!read.ok || !next.ok)
        return err(
          `The ledger ${this.path} is damaged at entry ${this.state.size}: ${next.ok ? '' : next.error}. Keep the file; a new visit gets a new ledger.`,
        );
      const length = new TextEncoder().encode(line).length + 1;
      position += length;
      this.advance(next.value, length, read.value);
    }
    this.file.truncate(position);
    return ok();
  }
}

/** What the disk refuses, as a sentence. */
function quietly<T>(work: () => Result<T, string>, path: string): Result<T, string> {
  try {
    return work();
  } catch (failure) {
    return err(
      `The ledger ${path} cannot be opened (${errorText(failure)}): put the disk or its rights in order; a new visit gets a new ledger.`,
    );
  }
}
