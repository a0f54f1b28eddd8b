import { type Clock, DrivenMachine, type Millivolts } from '@baylink/kernel';
import { type CarInput, type CarOut, type CarState, car, supplyVoltage } from '@baylink/twin';

/** The car of a run. It outlives every process of the shop. */
export class CarOnClock {
  readonly #machine: DrivenMachine<CarState, CarInput, CarOut>;
  readonly #listeners = new Set<(out: CarOut) => void>();

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

  voltage(): Millivolts {
    return supplyVoltage(this.state, this.clock.now());
  }

  feed(input: CarInput): void {
    this.#machine.feed(input);
  }

  /** The answer ends it. */
  listen(listener: (out: CarOut) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#machine.stop();
  }
}
