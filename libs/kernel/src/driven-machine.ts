import type { Clock } from './clock.js';
import type { Machine } from './machine.js';
import type { Millis } from './units.js';

type Alarm =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly at: Millis; readonly cancel: () => void }
  | { readonly kind: 'stopped' };

/**
 * Runs a pure machine on a clock: feeds inputs in the order they came, also those that are made while an output is
 * being carried out, and ticks at the machine's deadline.
 */
export class DrivenMachine<State, Input, Out> {
  readonly #waiting: Input[] = [];
  #state: State;
  #alarm: Alarm = { kind: 'none' };

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
    if (this.#alarm.kind === 'stopped') return;
    if (this.#waiting.push(input) > 1) return;
    try {
      this.#drain();
    } finally {
      // A bug that threw costs the inputs behind it, not the machine's later ones.
      this.#waiting.length = 0;
      this.#arm();
    }
  }

  /** For good: no tick comes after this and no input is taken. */
  stop(): void {
    this.#disarm();
    this.#alarm = { kind: 'stopped' };
    this.#waiting.length = 0;
  }

  #drain(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const now = this.clock.now();
      const { state, out } = this.machine.step(this.#state, next, now);
      this.#state = state;
      for (const each of out) this.perform(each, now);
      this.#waiting.shift();
    }
  }

  #disarm(): void {
    if (this.#alarm.kind === 'set') this.#alarm.cancel();
    this.#alarm = { kind: 'none' };
  }

  /** An alarm that is early enough stays: most deadlines are moved on long before they are due. */
  #arm(): void {
    const due = this.machine.deadline(this.#state);
    if (this.#alarm.kind === 'stopped' || (this.#alarm.kind === 'set' && due !== undefined && this.#alarm.at <= due))
      return;
    this.#disarm();
    if (due === undefined) return;
    const cancel = this.clock.wake(due, () => {
      this.#alarm = { kind: 'none' };
      this.feed(this.tick);
    });
    this.#alarm = { kind: 'set', at: due, cancel };
  }
}
