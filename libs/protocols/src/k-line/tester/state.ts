import { type Millis, millis, type Step } from '@baylink/kernel';
import type { KeyBytes, KeyMeaning } from '../key-bytes.js';
import type { LineTiming } from '../timing.js';
import type { Destination, TesterError, TesterOptions, TesterOut, Ticket } from './io.js';

export type Job =
  | { readonly kind: 'request'; readonly ticket: Ticket; readonly to: Destination; readonly bytes: Uint8Array }
  | { readonly kind: 'close' };
export type Request = Extract<Job, { kind: 'request' }>;

/** Communication with one destination, from its start to its stop or to P3max. */
export interface Session {
  readonly with: Destination;
  readonly meaning: KeyMeaning;
  readonly timing: LineTiming;
  /** When the owner last asked for something. */
  readonly demanded: Millis;
}

/** One try to start. */
export interface Attempt {
  readonly to: Destination;
  readonly method: 'fast' | 'five-baud' | 'none';
  /** Methods that are left when this one fails. */
  readonly left: readonly Attempt['method'][];
}

/** What the bytes being written are for. */
export type Purpose =
  | { readonly kind: 'start'; readonly attempt: Attempt }
  | { readonly kind: 'inverted-key'; readonly attempt: Attempt; readonly keys: KeyBytes }
  | { readonly kind: 'request'; readonly session: Session; readonly request: Request }
  | { readonly kind: 'alive'; readonly session: Session }
  | { readonly kind: 'stop'; readonly session: Session };

export type Phase =
  | { readonly name: 'asleep'; readonly quietUntil: Millis }
  /** The line has to be silent first. */
  | { readonly name: 'idling'; readonly attempt: Attempt; readonly until: Millis }
  /** The driver wakes the unit. */
  | { readonly name: 'waking'; readonly attempt: Attempt }
  | {
      readonly name: 'writing';
      readonly purpose: Purpose;
      readonly bytes: Uint8Array;
      readonly written: number;
      readonly echoed: number;
      /** Of the next byte, or of the rest of the echo. */
      readonly due: Millis;
    }
  | { readonly name: 'starting'; readonly attempt: Attempt; readonly until: Millis }
  /** After the address byte: sync and key bytes as far as they have come. */
  | { readonly name: 'syncing'; readonly attempt: Attempt; readonly got: readonly number[]; readonly until: Millis }
  | { readonly name: 'pausing'; readonly attempt: Attempt; readonly keys: KeyBytes; readonly until: Millis }
  | { readonly name: 'confirming'; readonly attempt: Attempt; readonly keys: KeyBytes; readonly until: Millis }
  | { readonly name: 'ready'; readonly session: Session; readonly quietUntil: Millis; readonly since: Millis }
  | {
      readonly name: 'listening';
      readonly session: Session;
      readonly asked: 'request' | 'alive';
      readonly request: Uint8Array;
      readonly answers: number;
      readonly until: Millis;
    }
  | { readonly name: 'stopping'; readonly session: Session; readonly until: Millis };

export interface TesterState {
  readonly phase: Phase;
  readonly jobs: readonly Job[];
  /** Bytes of the message that is arriving. */
  readonly heard: Uint8Array;
  readonly lastByte: Millis;
}

export const TESTER_START: TesterState = {
  phase: { name: 'asleep', quietUntil: millis(0) },
  jobs: [],
  heard: new Uint8Array(),
  lastByte: millis(0),
};

export type Turn = Step<TesterState, TesterOut>;

/** What every part of the machine gets beside the state. */
export interface Context {
  readonly options: TesterOptions;
  readonly now: Millis;
}

export const still = (state: TesterState): Turn => ({ state, out: [] });
export const enter = (state: TesterState, phase: Phase, ...out: readonly TesterOut[]): Turn => ({
  state: { ...state, phase },
  out,
});

export function andThen(turn: Turn, next: (state: TesterState) => Turn): Turn {
  const following = next(turn.state);
  return { state: following.state, out: [...turn.out, ...following.out] };
}

export const later = (now: Millis, ...waits: readonly Millis[]): Millis =>
  millis(waits.reduce((sum: number, wait) => sum + wait, now));

/** The request that is waiting first ends here. */
export function failFirst(state: TesterState, error: TesterError): Turn {
  const [first, ...jobs] = state.jobs;
  if (first?.kind !== 'request') return still(state);
  return { state: { ...state, jobs }, out: [{ kind: 'failed', ticket: first.ticket, error }] };
}
