import type { Checkpoint, Witness } from './checkpoint.js';
import type { LedgerSummary } from './summary.js';

/** What an offline check of a ledger can come to, with the exit code of `baylink verify`. */
export const outcomes = {
  /** Whole, unchanged, closed. */
  OK: 0,
  /** Not a ledger, or nothing signed to compare it with. */
  UNREADABLE: 2,
  /** A byte was changed, an entry added, removed or moved, or another history was signed. */
  TAMPERED: 3,
  /** The end is missing: the shop signed more than is here. */
  TRUNCATED: 4,
  /** Whole as far as the shop signed it, but never closed. */
  UNCLOSED: 5,
} as const;
export type Outcome = keyof typeof outcomes;

export interface Verification {
  readonly outcome: Outcome;
  readonly exitCode: (typeof outcomes)[Outcome];
  /** What was found, where, and what to do next. */
  readonly sentence: string;
  /** Entries that read well and follow each other. */
  readonly entries: number;
  /** Of these, entries that the newest valid checkpoint of the shop covers. */
  readonly signed: number;
  readonly checkpoint: Checkpoint | null;
  readonly witness: Witness | null;
  /** What the readable entries tell; null when not even the first one could be read. */
  readonly summary: LedgerSummary | null;
}
