/** What an adapter says, in the order in which it says it. */
export type Token =
  /** Trimmed, never empty. */
  | { readonly kind: 'line'; readonly text: string }
  /** The adapter takes the next command. */
  | { readonly kind: 'prompt' }
  /** A line that was longer than any reply; dropped. */
  | { readonly kind: 'overlong' };

export type LineState = { readonly phase: 'line'; readonly text: string } | { readonly phase: 'overlong' };

export const EMPTY_LINE: LineState = { phase: 'line', text: '' };

const NUL = 0x00;
const RETURN = 0x0d;
const LINE_FEED = 0x0a;
const PROMPT = 0x3e;
/** A message of 4095 bytes on one line, in hex with spaces, and its header. */
const LONGEST = 3 * 4095 + 32;

/** Cuts a stream into tokens; pieces of any size give the same tokens. (ELM327: Talking to the IC) */
export function splitReply(
  before: LineState,
  bytes: Uint8Array,
): { readonly state: LineState; readonly tokens: readonly Token[] } {
  const tokens: Token[] = [];
  let state = before;
  const end = (): void => {
    if (state.phase === 'overlong') tokens.push({ kind: 'overlong' });
    else if (state.text.trim() !== '') tokens.push({ kind: 'line', text: state.text.trim() });
    state = EMPTY_LINE;
  };
  for (const byte of bytes) {
    if (byte === NUL) continue;
    if (byte === RETURN || byte === LINE_FEED) end();
    else if (byte === PROMPT) {
      end();
      tokens.push({ kind: 'prompt' });
    } else state = longer(state, byte);
  }
  return { state, tokens };
}

function longer(state: LineState, byte: number): LineState {
  if (state.phase === 'overlong' || state.text.length >= LONGEST) return { phase: 'overlong' };
  return { phase: 'line', text: state.text + String.fromCharCode(byte) };
}

/** ASCII text as bytes. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
