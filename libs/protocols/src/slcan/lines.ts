/** What an SLCAN byte stream consists of, in either direction. */
export type Token =
  /** Everything before a carriage return, without it. */
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'bell' }
  /** Bytes that cannot belong to any line: cut off by a bell, or longer than any line is. Dropped. */
  | { readonly kind: 'torn' };

export type LineState =
  | { readonly phase: 'line'; readonly text: string }
  /** The line has grown too long: everything up to its end is dropped. */
  | { readonly phase: 'overlong' };

export interface Lines {
  readonly state: LineState;
  readonly tokens: readonly Token[];
}

const RETURN = 0x0d;
const LINE_FEED = 0x0a;
const BELL = 0x07;
/** The longest line of the protocol is 31 characters: an extended frame with a time stamp. */
const LONGEST = 64;

export const EMPTY_LINE: LineState = { phase: 'line', text: '' };

/** Cuts a stream into tokens; pieces of any size give the same tokens. Line feeds are skipped. */
export function splitLines(before: LineState, bytes: Uint8Array): Lines {
  const tokens: Token[] = [];
  let state = before;
  for (const byte of bytes) {
    switch (byte) {
      case LINE_FEED:
        break;
      case RETURN:
        tokens.push(state.phase === 'line' ? { kind: 'line', text: state.text } : { kind: 'torn' });
        state = EMPTY_LINE;
        break;
      case BELL:
        if (state.phase === 'overlong' || state.text !== '') tokens.push({ kind: 'torn' });
        tokens.push({ kind: 'bell' });
        state = EMPTY_LINE;
        break;
      default:
        state = longer(state, byte);
    }
  }
  return { state, tokens };
}

function longer(state: LineState, byte: number): LineState {
  if (state.phase === 'overlong' || state.text.length >= LONGEST) return { phase: 'overlong' };
  return { phase: 'line', text: state.text + String.fromCharCode(byte) };
}

/** ASCII text as bytes. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
