import type { Tally } from '@baylink/simulator';
import { explain } from '../say.js';

const EVERY_MS = 10_000;

/** Tells on stderr how far many runs are. Times are of this machine and never part of a result's trace. */
export class Progress {
  readonly #began = performance.now();
  #told = this.#began;

  constructor(
    private readonly tally: Tally,
    /** How many runs there will be, where that is known. */
    private readonly total: number | undefined,
  ) {}

  /** Simulated time against this machine's. */
  get speed(): number {
    return this.tally.simulatedMs / Math.max(1, performance.now() - this.#began);
  }

  tick(): void {
    const now = performance.now();
    if (now - this.#told < EVERY_MS) return;
    this.#told = now;
    const { runs, broken } = this.tally;
    const left = this.total === undefined ? '' : `, ${this.#minutesLeft(this.total - runs, now)} min left`;
    const of = this.total === undefined ? '' : ` of ${this.total}`;
    explain(`${runs}${of} runs, ${broken} broken, ${Math.round(this.speed)}x real time${left}`);
  }

  #minutesLeft(runs: number, now: number): number {
    return Math.ceil(((now - this.#began) / Math.max(1, this.tally.runs) / 60_000) * runs);
  }
}
