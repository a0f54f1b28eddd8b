import { type Millis, millis, type Step } from '@baylink/kernel';
import type { LineTiming } from '../timing.js';
import type { LineOptions, LineOut, LineUnit } from './io.js';

/** A message that waits for its time. */
export interface Outgoing {
  readonly at: Millis;
  readonly from: number;
  readonly bytes: Uint8Array;
}

export type LinePhase =
  | { readonly name: 'asleep' }
  /** After the wake-up pattern: StartCommunication has to come. */
  | { readonly name: 'woken'; readonly until: Millis }
  /** Sync byte and key bytes, one after the other. */
  | {
      readonly name: 'introducing';
      readonly unit: LineUnit;
      readonly byte: number;
      readonly rest: Uint8Array;
      readonly at: Millis;
    }
  /** The inverted key byte has to come, which ends the start by address byte. */
  | { readonly name: 'awaiting-key'; readonly unit: LineUnit; readonly called: number; readonly until: Millis }
  | { readonly name: 'confirming'; readonly unit: LineUnit; readonly called: number; readonly at: Millis }
  | {
      readonly name: 'talking';
      readonly awake: readonly LineUnit[];
      readonly tester: number;
      readonly timing: LineTiming;
      readonly since: Millis;
    };

export interface LineState {
  readonly phase: LinePhase;
  readonly heard: Uint8Array;
  readonly lastByte: Millis;
  readonly outbox: readonly Outgoing[];
}

export const LINE_START: LineState = {
  phase: { name: 'asleep' },
  heard: new Uint8Array(),
  lastByte: millis(0),
  outbox: [],
};

export type LineTurn = Step<LineState, LineOut>;
export interface LineContext {
  readonly options: LineOptions;
  readonly now: Millis;
}

export const rest = (state: LineState): LineTurn => ({ state, out: [] });
export const change = (state: LineState, phase: LinePhase, ...out: readonly LineOut[]): LineTurn => ({
  state: { ...state, phase },
  out,
});

export function follow(turn: LineTurn, next: (state: LineState) => LineTurn): LineTurn {
  const following = next(turn.state);
  return { state: following.state, out: [...turn.out, ...following.out] };
}

export const plus = (at: Millis, ...waits: readonly Millis[]): Millis =>
  millis(waits.reduce((sum: number, wait) => sum + wait, at));
