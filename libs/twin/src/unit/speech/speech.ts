/** What a unit remembers of how it was asked: the first byte of the last request, and blocks since the transfer began. */
export interface SpeechState {
  readonly asked: number;
  readonly blocks: number;
}

export const NOTHING_ASKED: SpeechState = { asked: 0, blocks: 0 };

/** A request as the unit's own software takes it, or the code by which it is refused before that. */
export type Heard =
  | { readonly kind: 'request'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly nrc: number };

/** A unit's software is one of ISO 14229-1 inside; what it hears and says may be of another standard. */
export interface Speech {
  readonly hear: (request: Uint8Array, state: SpeechState) => Heard;
  readonly tell: (response: Uint8Array, state: SpeechState) => Uint8Array;
  /** maxNumberOfBlockLength of the software inside: SID, counter and data. */
  readonly blockLength: number;
  readonly longestResponse: number;
  /** Its memory may be read in the default session too. */
  readonly reads: 'in any session' | 'outside the default session';
}
