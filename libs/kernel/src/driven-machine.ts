import type { Clock } from './clock.js';
import type { Machine } from './machine.js';
import type { Millis } from './units.js';

type Phase = 'resting' | 'feeding' | 'stopped';

interface Alarm {
  readonly at: Millis;
  readonly cancel: () => void;
}

/**
 * Runs a pure machine on a clock: feeds inputs in the order they came, also those that are made while an output is
 * being carried out, and ticks at the machine's deadline.
 */
export class DrivenMachine<State, Input, Out> {
  /** Made while an output is being carried out. */
  readonly #waiting: Input[] = [];
  #state: State;
  #phase: Phase = 'resting';
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
    if (this.#phase === 'stopped') return;
    if (this.#phase === 'feeding') {
      this.#waiting.push(input);
      return;
    }
    this.#phase = 'feeding';
    try {
      this.#take(input);
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#take(next);
    } finally {
      // A bug that threw costs the inputs behind it, not the machine's later ones.
      if (this.#waiting.length > 0) this.#waiting.length = 0;
      this.#rest();
    }
  }

  /** For good: no tick comes after this and no input is taken. */
  stop(): void {
    this.#disarm();
    this.#phase = 'stopped';
    this.#waiting.length = 0;
  }

  #take(input: Input): void {
    const now = this.clock.now();
    const { state, out } = this.machine.step(this.#state, input, now);
    this.#state = state;
    for (const each of out) this.perform(each, now);
  }

  /** What was carried out may have stopped it. */
  #rest(): void {
    if (this.#phase === 'stopped') return;
    this.#phase = 'resting';
    this.#arm();
  }

  #disarm(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  /** An alarm that is early enough stays: most deadlines are moved on long before they are due. */
  #arm(): void {
    const due = this.machine.deadline(this.#state);
    if (this.#alarm !== undefined && due !== undefined && this.#alarm.at <= due) return;
    this.#disarm();
    if (due === undefined) return;
    const cancel = this.clock.wake(due, () => {
      this.#alarm = undefined;
      this.feed(this.tick);
    });
    this.#alarm = { at: due, cancel };
  }
}
