import { type Clock, DrivenMachine, type Millivolts } from '@baylink/kernel';
import { car } from './car.js';
import type { CarInput, CarOut, CarState } from './state.js';
import { supplyVoltage } from './supply.js';

type Listener = (out: CarOut) => void;

/** A car on a clock. Everybody who is connected to it hears everything. */
export class RunningCar {
  readonly #machine: DrivenMachine<CarState, CarInput, CarOut>;
  readonly #listeners = new Set<Listener>();

  constructor(
    start: CarState,
    private readonly clock: Clock,
  ) {
    this.#machine = new DrivenMachine(car, start, clock, { kind: 'tick' }, (out) => {
      for (const listener of this.#listeners) listener(out);
    });
    this.feed({ kind: 'tick' });
  }

  get state(): CarState {
    return this.#machine.state;
  }

  /** What a meter at the battery's terminals shows now. */
  voltage(): Millivolts {
    return supplyVoltage(this.state, this.clock.now());
  }

  feed(input: CarInput): void {
    this.#machine.feed(input);
  }

  /** The answer ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For good. */
  stop(): void {
    this.#machine.stop();
    this.#listeners.clear();
  }
}
