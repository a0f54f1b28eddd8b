import type { Millis } from '@baylink/kernel';
import type { Answer, CollectorConfig, UnitId } from './collector-io.js';

export interface CollectorState {
  readonly config: CollectorConfig;
  readonly activity: CollectorActivity;
}

export type CollectorActivity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly bytes: Uint8Array; readonly end: Millis }
  | Collecting;

export interface Collecting {
  readonly kind: 'collecting';
  readonly bytes: Uint8Array;
  readonly end: Millis;
  readonly answers: readonly Answer[];
  /** P2 after the last answer. */
  readonly until: Millis;
  /** Units that are not finished: until when each is waited for; one that is sending has no limit but the total. */
  readonly open: ReadonlyMap<UnitId, Millis | 'receiving'>;
}
