import { ok, type Result } from '@baylink/kernel';
import type { LedgerShelf } from './ledger-shelf.js';
import type { VisitLedger } from './visit-ledger.js';

/**
 * Which ledger is written now: the visit's that is open, else that of the visit to which the open job belongs. A job goes
 * on being recorded when its visit has ended, and its ledger gets its last entry when the job has ended too.
 */
export class CurrentLedger {
  #ofJob: VisitLedger | undefined;

  constructor(
    private readonly shelf: LedgerShelf,
    private readonly ofVisit: () => VisitLedger | undefined,
  ) {}

  get now(): VisitLedger | undefined {
    return this.ofVisit() ?? this.#ofJob;
  }

  get ofJob(): VisitLedger | undefined {
    return this.#ofJob;
  }

  inUse(ledger: VisitLedger): boolean {
    return ledger === this.now || ledger === this.#ofJob;
  }

  jobBegins(): void {
    this.#ofJob = this.now;
  }

  /** An earlier start left this job open: it is recorded on where it was. */
  jobTakenUp(visit: string): Result<void, string> {
    const ledger = this.shelf.take(visit);
    if (!ledger.ok) return ledger;
    this.#ofJob = ledger.value;
    return ok();
  }

  async jobEnded(): Promise<void> {
    const ledger = this.#ofJob;
    this.#ofJob = undefined;
    if (ledger && this.ofVisit() !== ledger) await this.shelf.finish(ledger.visit, 'the job has ended');
  }

  visitEnded(visit: string, why: string): void {
    if (this.#ofJob?.visit !== visit) void this.shelf.finish(visit, why);
  }
}
