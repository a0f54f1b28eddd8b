import { type Clock, millis } from '@baylink/kernel';
import type { LedgerShelf } from './ledger-shelf.js';
import type { VisitLedger } from './visit-ledger.js';

/** After a restart, visits that the broker does not announce again within this time are over. */
const AFTER_MS = 5000;

type Standing =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'over' };

/** Visits of an earlier start that nobody goes on with: their ledgers get their last entry, once. */
export class Orphans {
  private standing: Standing = { kind: 'unasked' };

  constructor(
    private readonly shelf: LedgerShelf,
    private readonly clock: Clock,
    /** Somebody records in this ledger: it is no orphan. */
    private readonly inUse: (ledger: VisitLedger) => boolean,
  ) {}

  /** The broker is reached: from now on it may announce visits again. */
  reached(): void {
    if (this.standing.kind !== 'unasked') return;
    const cancel = this.clock.wake(millis(this.clock.now() + AFTER_MS), () => void this.close());
    this.standing = { kind: 'waiting', cancel };
  }

  stop(): void {
    if (this.standing.kind === 'waiting') this.standing.cancel();
    this.standing = { kind: 'over' };
  }

  private async close(): Promise<void> {
    this.standing = { kind: 'over' };
    const { ledgers } = await this.shelf.unfinished();
    for (const ledger of ledgers)
      if (!this.inUse(ledger)) void this.shelf.finish(ledger.visit, 'the shop client was restarted');
  }
}
