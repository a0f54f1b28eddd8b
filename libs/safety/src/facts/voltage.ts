import type { Millis, Millivolts } from '@baylink/kernel';

/**
 * How a source reaches the battery. `dedicated` has a channel of its own and reports by itself; `shared` goes through the
 * adapter that carries the diagnostic link and can only be asked between two messages.
 */
export type SourceKind = 'dedicated' | 'shared';

export interface VoltageSample {
  readonly at: Millis;
  readonly value: Millivolts;
}

/** One source and what it has said, oldest first, no longer than `HISTORY_LIMIT`. */
export interface VoltageHistory {
  readonly source: string;
  readonly kind: SourceKind;
  /** The smallest difference that it can tell: 100 mV for an adapter that shows tenths of a volt. */
  readonly step: Millivolts;
  readonly samples: readonly VoltageSample[];
  /** A failed or refused reading takes the source out until the next good one: an old value is never kept alive. */
  readonly standing: { readonly kind: 'live' } | { readonly kind: 'failed'; readonly at: Millis; readonly why: string };
}

/** Every source that the shop has. None: the gate says no. */
export type VoltageFacts = readonly VoltageHistory[];
