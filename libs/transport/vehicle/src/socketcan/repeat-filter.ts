import { after, type Millis, seconds } from '@baylink/kernel';
import type { BusErrorKind } from './bus-errors.table.js';

const QUIET = seconds(1);

/** Lets the same report through once a second. */
export class RepeatFilter {
  readonly #told = new Map<BusErrorKind, Millis>();

  isNews(kind: BusErrorKind, at: Millis): boolean {
    const before = this.#told.get(kind);
    if (before !== undefined && at < after(before, QUIET)) return false;
    this.#told.set(kind, at);
    return true;
  }
}
