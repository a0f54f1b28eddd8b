import type { Millis } from '@baylink/kernel';
import type { ClientConfig } from './io.js';

export interface ClientState {
  readonly config: ClientConfig;
  /** In force now: the configured ones, or what the unit said in its last `50 xx`. */
  readonly timing: { readonly p2: Millis; readonly p2Star: Millis };
  readonly activity: ClientActivity;
}

export type ClientActivity =
  | { readonly kind: 'idle' }
  /** Handed to the link, not yet confirmed: only the total runs. */
  | { readonly kind: 'sending'; readonly call: Call }
  | { readonly kind: 'waiting'; readonly call: Call; readonly timer: 'P2' | 'P2*'; readonly until: Millis }
  /** A message is arriving; `timer` is what goes on if it is not ours. */
  | { readonly kind: 'receiving'; readonly call: Call; readonly timer: 'P2' | 'P2*' }
  /** Answered with 0x21: sent again at `at`. */
  | { readonly kind: 'backing-off'; readonly call: Call; readonly at: Millis };

/** The open request. */
export interface Call {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly started: Millis;
  readonly repeats: number;
  readonly pendings: number;
}
