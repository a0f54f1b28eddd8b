import { type Clock, millis } from '@baylink/kernel';
import type { Meter, MeterReading } from './meter.js';
import type { HearReading } from './voltage-kind.js';

const EVERY = millis(250);

export interface AskedMeterOptions {
  readonly name: string;
  readonly clock: Clock;
  /** One reading, taken now. Always resolves. */
  readonly ask: () => Promise<MeterReading>;
  readonly hear: HearReading;
}

/**
 * A source that says nothing by itself and shares the diagnostic link: asked four times a second, and once more whenever
 * somebody wants a sample of this very moment. There is never more than one question open.
 */
export function startAskedMeter({ name, clock, ask, hear }: AskedMeterOptions): Meter {
  let stopped = false;
  let cancel: () => void = () => undefined;
  let asking: Promise<void> | undefined;

  const once = async (): Promise<void> => {
    cancel();
    const reading = await ask();
    asking = undefined;
    if (stopped) return;
    hear(reading, clock.now());
    cancel = clock.wake(millis(clock.now() + EVERY), () => void sample());
  };
  const sample = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    asking ??= once();
    return asking;
  };
  void sample();
  return {
    name,
    // A question that was open already may have been answered before this moment: it does not count.
    sample: async () => {
      await asking;
      await sample();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
