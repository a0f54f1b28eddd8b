import type { Step } from '@baylink/kernel';
import type { CanFrame } from '../../can/index.js';
import type { Ticket } from '../../iso-tp/index.js';
import { ascii } from '../prompt-lines.js';
import type { AdapterOut, AdapterState } from './state.js';

export type Turn = Step<AdapterState, AdapterOut>;

export const still = (state: AdapterState): Turn => ({ state, out: [] });

export function andThen(before: Turn, next: (state: AdapterState) => Turn): Turn {
  const { state, out } = next(before.state);
  return { state, out: [...before.out, ...out] };
}

/** Writes lines, each with its end. */
export function print(state: AdapterState, lines: readonly string[]): Turn {
  if (lines.length === 0) return still(state);
  const end = state.settings.linefeeds === 'on' ? '\r\n' : '\r';
  return { state, out: [{ kind: 'write', bytes: ascii(lines.map((line) => line + end).join('')) }] };
}

/** Writes the last lines of a reply and the prompt: the adapter takes commands again. */
export function prompt(state: AdapterState, lines: readonly string[]): Turn {
  const free: AdapterState = { ...state, activity: { phase: 'prompt' } };
  return andThen(print(free, [...lines, '']), (printed) => ({
    state: printed,
    out: [{ kind: 'write', bytes: ascii('>') }],
  }));
}

/** Frames that the adapter has given to the bus and that have not left; a car that is gone takes none. */
const MOST_UNSENT = 64;

export function transmit(state: AdapterState, frame: CanFrame, ticket: Ticket | undefined): Turn {
  if (state.sending.length >= MOST_UNSENT) return still(state);
  return { state: { ...state, sending: [...state.sending, ticket] }, out: [{ kind: 'transmit', frame }] };
}
