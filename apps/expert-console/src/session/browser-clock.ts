import { type Chance, type Clock, millis, wallMillis } from '@baylink/kernel';

const NANOS_PER_MILLI = 1e6;

/** Time as this page has it. A hidden tab wakes late, never early. */
export const browserClock: Clock = {
  now: () => millis(performance.now()),
  nanos: () => BigInt(Math.round(performance.now() * NANOS_PER_MILLI)),
  wall: () => wallMillis(Date.now()),
  wake(at, run) {
    const timer = setTimeout(run, Math.max(0, at - performance.now()));
    return () => clearTimeout(timer);
  },
};

export const browserChance: Chance = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
