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
/** The longest line of the protocol is 142 characters: an extended FD frame of 64 bytes with a time stamp. */
const LONGEST = 160;

export const EMPTY_LINE: LineState = { phase: 'line', text: '' };
const OVERLONG: LineState = { phase: 'overlong' };

/** Cuts a stream into tokens; pieces of any size give the same tokens. Line feeds are skipped. */
export function splitLines(before: LineState, bytes: Uint8Array): Lines {
  const tokens: Token[] = [];
  let state = before;
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== RETURN && byte !== BELL && byte !== LINE_FEED) continue;
    state = longer(state, bytes, start, at);
    start = at + 1;
    if (byte === LINE_FEED) continue;
    if (byte === RETURN) tokens.push(state.phase === 'line' ? { kind: 'line', text: state.text } : { kind: 'torn' });
    else tokens.push(...rung(state));
    state = EMPTY_LINE;
  }
  return { state: longer(state, bytes, start, bytes.length), tokens };
}

function rung(state: LineState): readonly Token[] {
  const whole = state.phase === 'line' && state.text === '';
  return whole ? [{ kind: 'bell' }] : [{ kind: 'torn' }, { kind: 'bell' }];
}

/** The line with `bytes[start]` to `bytes[end - 1]` behind it. */
function longer(state: LineState, bytes: Uint8Array, start: number, end: number): LineState {
  if (start === end || state.phase === 'overlong') return state;
  if (state.text.length + end - start > LONGEST) return OVERLONG;
  return { phase: 'line', text: state.text + String.fromCharCode(...bytes.subarray(start, end)) };
}

/** ASCII text as bytes. */
export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
