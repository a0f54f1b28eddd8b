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

  constructor(private readonly real: () => Millivolts) {}

  /** Tells every sample from now on, until the clock's owner is gone. */
  follow(clock: Clock, hear: (reading: Reading) => void): void {
    const look = (): void => {
      const reading = this.instrument(this.real());
      if (reading !== undefined) hear(reading);
      clock.wake(after(clock.now(), EVERY), look);
    };
    look();
  }
}
