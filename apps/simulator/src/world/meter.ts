import { after, type Clock, err, type Millivolts, millis, ok, type Result } from '@baylink/kernel';

export type Reading = Result<Millivolts, string>;

const EVERY = millis(100);

/** Turns what is at the terminals into what the instrument says; `undefined`: it says nothing. */
export type Instrument = (real: Millivolts) => Reading | undefined;

export const HONEST: Instrument = (real) => ok(real);
export const UNPLUGGED: Instrument = () => err('The voltage source was unplugged.');
export const SILENT: Instrument = () => undefined;

/** The dedicated voltage source at the car, sampled by whoever owns the clock that is given. */
export class SupplyMeter {
  instrument: Instrument = HONEST;
  #last: { readonly at: number; readonly reading: Reading } = {
    at: Number.NEGATIVE_INFINITY,
    reading: err('nothing yet'),
  };

  constructor(private readonly real: () => Millivolts) {}

  /** What it has said last, seen at `now` of the world's clock. */
  told(now: number): { readonly millivolts: number; readonly age: number } {
    const { at, reading } = this.#last;
    return { millivolts: reading.ok ? reading.value : Number.NaN, age: now - at };
  }

  /** Tells every sample from now on, until the clock's owner is gone. */
  follow(clock: Clock, world: Clock, hear: (reading: Reading) => void): void {
    const look = (): void => {
      const reading = this.instrument(this.real());
      if (reading !== undefined) {
        this.#last = { at: world.now(), reading };
        hear(reading);
      }
      clock.wake(after(clock.now(), EVERY), look);
    };
    look();
  }
}
