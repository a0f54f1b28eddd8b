import type { House } from './house.js';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A signal ends the house in order, then the process; a second one does not wait. */
export function endOnSignal(house: House): void {
  let asked = false;
  for (const [signal, code] of Object.entries(SIGNALS))
    process.on(signal, () => {
      if (asked) process.exit(code);
      asked = true;
      void house.end().finally(() => process.exit(code));
    });
}
