import { echoesKwp, wantsNoResponse } from '../../kwp2000/index.js';
import { echoesUds } from './echoes.js';
import { wantsSilence } from './request-rules.js';
import { type Timing, toldTiming } from './timing.js';

/** Which standard gives the bytes their meaning: ISO 14229-1, or ISO 14230-3 on K-Line and on CAN. */
export type ClientDialect = 'uds' | 'kwp2000';

/** What a client has to know of the bytes that it carries. */
export interface ClientWords {
  /** A positive response of the right service answers this very request. */
  readonly echoes: (request: Uint8Array, message: Uint8Array) => boolean;
  /** No positive response is wanted: silence until P2 is its success. */
  readonly wantsSilence: (request: Uint8Array) => boolean;
  /** What a positive response says of P2 and P2*; `configured` is what holds after a reset. */
  readonly timing: (response: Uint8Array, present: Timing, configured: Timing) => Timing;
}

export const CLIENT_WORDS: { readonly [dialect in ClientDialect]: ClientWords } = {
  uds: { echoes: echoesUds, wantsSilence, timing: toldTiming },
  // Units by ISO 14230-3 tell no P2*: 0x78 extends by what the tester was given.
  kwp2000: { echoes: echoesKwp, wantsSilence: wantsNoResponse, timing: (_, present) => present },
};
