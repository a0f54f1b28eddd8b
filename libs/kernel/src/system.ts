import type { Chance, Clock } from './clock.js';
import { type Millis, millis, wallMillis } from './units.js';

/* The one impure file of this library: what `main.ts` of a process hands down. Browsers and Node have all of it. */
declare const performance: { now(): number };
declare const process: { hrtime: { bigint(): bigint } } | undefined;
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
declare function setTimeout(run: () => void, wait: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** The longest wait that a runtime's timer takes; a later deadline is reached in several. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** The process's own clock. A wake-up never comes before its time: timers that fire early are set again. */
export function systemClock(): Clock {
  const now = (): Millis => millis(performance.now());
  return {
    now,
    nanos: () =>
      typeof process === 'undefined' ? BigInt(Math.round(performance.now() * 1e6)) : process.hrtime.bigint(),
    wall: () => wallMillis(Date.now()),
    wake(at, run) {
      let timer: unknown;
      const arm = (): void => {
        timer = setTimeout(() => (now() >= at ? run() : arm()), Math.min(Math.max(0, at - now()), LONGEST_WAIT));
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}

/** Cryptographically strong chance. */
export const systemChance = (): Chance => ({ bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) });
