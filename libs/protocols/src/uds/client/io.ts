import { type Millis, millis, seconds } from '@baylink/kernel';
import type { Nrc } from '../codec/nrc.table.js';
import type { ClientDialect } from './dialects.table.js';

/** One client machine talks to one unit, one request at a time. */
export type ClientInput =
  /** `id` comes back in `done`. A request while another is open is refused, nothing is sent. */
  | { readonly kind: 'request'; readonly id: number; readonly bytes: Uint8Array }
  /** The link has handed the last frame of request `id` to its driver: P2 starts. */
  | { readonly kind: 'sent'; readonly id: number }
  /** A message has begun to arrive from the unit: P2 stops. */
  | { readonly kind: 'indication' }
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** The link could not send the request or gave up a reception. */
  | { readonly kind: 'link-failed'; readonly error: LinkFailure }
  | { readonly kind: 'tick' };

/** Structurally a link's own error: a kind, and a sentence for a technician. */
export interface LinkFailure {
  readonly kind: string;
  readonly message: string;
}

export type ClientOut =
  | { readonly kind: 'send'; readonly id: number; readonly bytes: Uint8Array }
  /** The unit asks for patience (NRC 0x78), for the `count`th time. */
  | { readonly kind: 'pending'; readonly id: number; readonly count: number }
  /** A message that belongs to no open request: late, mismatched or unasked. Recorded, never delivered. */
  | { readonly kind: 'stray'; readonly bytes: Uint8Array; readonly why: string }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome };

/** What became of a request: the vehicle answered, the time ran out, the link failed, or we refused to send. */
export type Outcome =
  | { readonly kind: 'positive'; readonly bytes: Uint8Array }
  /** The positive response was to be suppressed, and P2 has passed without a negative one. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'negative'; readonly sid: number; readonly nrc: Nrc }
  | { readonly kind: 'timeout'; readonly timer: 'P2' | 'P2*' | 'total'; readonly after: Millis }
  /** `sent`: the request had left before; without it perhaps not. */
  | { readonly kind: 'link'; readonly error: LinkFailure; readonly sent?: true }
  | { readonly kind: 'refused'; readonly reason: 'busy' | 'empty request' };

export interface ClientConfig {
  /** Of the unit; ISO 14229-1 unless told. */
  readonly dialect?: ClientDialect;
  /** P2 and P2* until the unit has told its own in `50 xx`, and again after its reset. */
  readonly p2: Millis;
  readonly p2Star: Millis;
  /** Added to both: the delay of network and adapter (ΔP2). */
  readonly margin: Millis;
  /** From the request to its end, whatever the unit says in between. */
  readonly total: Millis;
  readonly busy: {
    /** Pause before a request that was answered with 0x21 is sent again. */
    readonly delay: Millis;
    /** Repetitions before 0x21 is the outcome. 0: never repeated. */
    readonly limit: number;
  };
}

/** Timing of ISO 14229-2 with room for a wired adapter. */
export const CLIENT_DEFAULTS: ClientConfig = {
  p2: millis(50),
  p2Star: millis(5000),
  margin: millis(200),
  total: seconds(300),
  busy: { delay: millis(200), limit: 5 },
};
