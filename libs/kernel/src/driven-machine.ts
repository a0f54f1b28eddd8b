import type { Clock } from './clock.js';
import type { Machine } from './machine.js';
import type { Millis } from './units.js';

interface Alarm {
  readonly at: Millis;
  readonly cancel: () => void;
}

/**
 * Runs a pure machine on a clock: feeds inputs in the order they came, also those that are made while an output is
 * being carried out, and ticks at the machine's deadline.
 */
export class DrivenMachine<State, Input, Out> {
  readonly #waiting: Input[] = [];
  #state: State;
  #alarm: Alarm | undefined;

  constructor(
    private readonly machine: Machine<State, Input, Out>,
    start: State,
    private readonly clock: Clock,
    private readonly tick: Input,
    private readonly perform: (out: Out, at: Millis) => void,
  ) {
    this.#state = start;
  }

  get state(): State {
    return this.#state;
  }

  feed(input: Input): void {
    if (this.#waiting.push(input) > 1) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const now = this.clock.now();
      const { state, out } = this.machine.step(this.#state, next, now);
      this.#state = state;
      for (const each of out) this.perform(each, now);
      this.#waiting.shift();
    }
    this.#arm();
  }

  /** No tick comes after this. */
  stop(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  /** An alarm that is early enough stays: most deadlines are moved on long before they are due. */
  #arm(): void {
    const due = this.machine.deadline(this.#state);
    if (due === undefined) {
      this.stop();
      return;
    }
    if (this.#alarm !== undefined && this.#alarm.at <= due) return;
    this.stop();
    const cancel = this.clock.wake(due, () => {
      this.#alarm = undefined;
      this.feed(this.tick);
    });
    this.#alarm = { at: due, cancel };
  }
}
