import { join } from 'node:path';
import { errorText, ok, type Result } from '@baylink/kernel';
import type { ShopTunnel } from '@baylink/transport-tunnel/shop';
import { replaceFile } from '../disk/document.js';
import { type OpeningEntry, VisitLedger, type VisitLedgerOptions } from './visit-ledger.js';

/** How long after the last entry a checkpoint is signed, so that a burst needs one signature and not hundreds. */
const SETTLE_MS = 1000;

const LEDGER = '.jsonl';
const STORED = '.stored';

type Shared = Omit<VisitLedgerOptions, 'visit'>;

/**
 * Every ledger of this shop: each is followed by the tunnel until the broker has stored all of it and witnessed its last
 * checkpoint; a mark beside the file says so. What is not marked is brought again at the next start.
 */
export class LedgerShelf {
  private readonly open = new Map<string, VisitLedger>();
  private readonly settling = new Map<string, () => void>();

  constructor(
    private readonly shared: Shared,
    private readonly tunnel: () => ShopTunnel | undefined,
    /** A ledger has a new entry. */
    private readonly hearGrowth: () => void,
  ) {}

  get(visit: string): VisitLedger | undefined {
    return this.open.get(visit);
  }

  /** The ledger of a visit, begun with `first` when it is new. */
  take(visit: string, first?: OpeningEntry): Result<VisitLedger, string> {
    const found = this.open.get(visit);
    if (found) return ok(found);
    const ledger = VisitLedger.open({ ...this.shared, visit }, first);
    if (!ledger.ok) return ledger;
    this.open.set(visit, ledger.value);
    ledger.value.watch(() => this.grew(visit, ledger.value));
    this.tunnel()?.followLedger(visit, ledger.value);
    return ledger;
  }

  /** Ledgers of earlier starts that the broker does not have whole. A damaged one is a sentence, the others go on. */
  async unfinished(): Promise<{ readonly ledgers: readonly VisitLedger[]; readonly problems: readonly string[] }> {
    const ledgers: VisitLedger[] = [];
    const problems: string[] = [];
    const unmarked = await this.unmarked().catch((failure: unknown) => {
      problems.push(
        `The records in ${this.shared.folder} cannot be looked through (${errorText(failure)}), so earlier visits are not brought to the broker: put the disk or its rights in order.`,
      );
      return [];
    });
    for (const visit of unmarked) {
      const taken = this.take(visit);
      if (taken.ok) ledgers.push(taken.value);
      else problems.push(taken.error);
    }
    return { ledgers, problems };
  }

  /** A tunnel was made: it brings whatever is open here. */
  follow(): void {
    for (const [visit, ledger] of this.open) {
      this.tunnel()?.followLedger(visit, ledger);
      void this.sign(visit, ledger);
    }
  }

  /** The last entry of a visit; signed and brought to the broker as everything before. */
  async finish(visit: string, why: string): Promise<void> {
    const ledger = this.open.get(visit);
    if (!ledger?.recording) return;
    ledger.finish(why);
    await this.sign(visit, ledger);
  }

  /** The broker's word about what it keeps. A closed ledger that it has whole is put away. */
  stored(visit: string, size: number, witnessed: number): void {
    const ledger = this.open.get(visit);
    if (!ledger || ledger.recording || size < ledger.size || witnessed < ledger.size) return;
    void this.mark(visit);
    this.tunnel()?.forgetLedger(visit);
    this.open.delete(visit);
    ledger.close();
  }

  async close(): Promise<void> {
    for (const cancel of this.settling.values()) cancel();
    for (const [visit, ledger] of this.open) {
      await this.sign(visit, ledger);
      ledger.close();
    }
    this.open.clear();
  }

  private grew(visit: string, ledger: VisitLedger): void {
    this.tunnel()?.ledgerGrew(visit);
    this.hearGrowth();
    if (this.settling.has(visit)) return;
    const { clock } = this.shared;
    const at = (clock.now() + SETTLE_MS) as ReturnType<typeof clock.now>;
    this.settling.set(
      visit,
      clock.wake(at, () => {
        this.settling.delete(visit);
        void this.sign(visit, ledger);
      }),
    );
  }

  private async sign(visit: string, ledger: VisitLedger): Promise<void> {
    if (this.open.get(visit) !== ledger || ledger.size === 0) return;
    const signed = await ledger.checkpoint();
    if (signed.ok) this.tunnel()?.ledgerCheckpoint(visit, signed.value.jws, signed.value.size);
  }

  /** Without the mark the ledger is brought once more at the next start, and the broker says that it has it. */
  private async mark(visit: string): Promise<void> {
    const { disk, folder, hearFailure } = this.shared;
    await replaceFile(disk, join(folder, `${visit}${STORED}`), new Uint8Array()).catch((failure: unknown) =>
      hearFailure(
        `That the broker keeps the record of visit ${visit} could not be noted (${errorText(failure)}); free the disk.`,
      ),
    );
  }

  private async unmarked(): Promise<string[]> {
    const { disk, folder } = this.shared;
    const names = new Set(await disk.names(folder));
    return [...names]
      .filter((name) => name.endsWith(LEDGER))
      .map((name) => name.slice(0, -LEDGER.length))
      .filter((visit) => !names.has(`${visit}${STORED}`));
  }
}
