import { createHash } from 'node:crypto';
import type { FaultId } from '../faults/fault.js';
import { FAULTS } from '../faults/faults.table.js';
import type { Step } from '../faults/steps.table.js';
import type { Outcome } from './outcome.js';

/** How often a fault struck, and how often somebody felt it: the unit, the shop, its disk, its people. */
export interface FaultCount {
  readonly fault: FaultId;
  readonly what: string;
  readonly struck: number;
  readonly felt: number;
}

/** What many runs come to. */
export class Tally {
  runs = 0;
  broken = 0;
  simulatedMs = 0;
  readonly ends = new Map<string, number>();
  readonly #struck = new Map<FaultId, number>();
  readonly #felt = new Map<FaultId, number>();
  readonly #at = new Map<string, number>();
  readonly #traces = createHash('sha256');

  add({ plan, broken, ended, simulated, struck, felt, trace }: Outcome): void {
    this.runs++;
    if (broken.length > 0) this.broken++;
    this.simulatedMs += simulated;
    this.ends.set(ended, (this.ends.get(ended) ?? 0) + 1);
    for (const fault of struck) this.#struck.set(fault, (this.#struck.get(fault) ?? 0) + 1);
    for (const [fault, { strikes, at }] of felt) {
      this.#felt.set(fault, (this.#felt.get(fault) ?? 0) + strikes);
      for (const [step, times] of at) this.#at.set(`${fault} ${step}`, this.feltAt(fault, step) + times);
    }
    this.#traces.update(`${plan.seed} ${trace}\n`);
  }

  faults(): readonly FaultCount[] {
    return FAULTS.map(({ id, what }) => ({
      fault: id,
      what,
      struck: this.#struck.get(id) ?? 0,
      felt: this.#felt.get(id) ?? 0,
    }));
  }

  /** How many strikes of a fault were felt at a step. */
  feltAt(fault: FaultId, step: Step): number {
    return this.#at.get(`${fault} ${step}`) ?? 0;
  }

  /** Of every run's trace, in their order. */
  trace(): string {
    return this.#traces.copy().digest('hex');
  }
}
