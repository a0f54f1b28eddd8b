import type { Millis } from './units.js';

/** What one turn of a pure machine gives: the next state and, in order, what the outside is asked to do. */
export interface Step<State, Out> {
  readonly state: State;
  readonly out: readonly Out[];
}

/**
 * A protocol core without IO. `step` is total and never throws on any input; `deadline` is the latest monotonic time
 * by which the owner must call `step` with the machine's own tick input, or `undefined` while nothing is due.
 */
export interface Machine<State, Input, Out> {
  step(state: State, input: Input, now: Millis): Step<State, Out>;
  deadline(state: State): Millis | undefined;
}
