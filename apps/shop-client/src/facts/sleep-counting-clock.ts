import { type Clock, type Millis, millis } from '@baylink/kernel';

/** Uptime is told in hundredths of a second, and read a little after the clock: less than this is no sleep. */
const LEAST_SLEEP = 1_000;
/** The uptime is a file that is read: not for every look at the clock. */
const LOOK_EVERY = 5;

/**
 * The clock of a machine that may be suspended. Its own monotonic time stands still meanwhile (CLOCK_MONOTONIC); here the time
 * asleep counts, so that what was agreed, read or measured before a sleep is as old as it is. `uptime` in seconds since the
 * boot, sleep included (CLOCK_BOOTTIME). Wake-ups come when the machine is awake and their time has come, by this clock.
 */
export function sleepCountingClock(inner: Clock, uptime: () => number): Clock {
  const awakeSince = uptime() * 1000 - inner.now();
  let slept = 0;
  let looked = Number.NEGATIVE_INFINITY;
  const look = (awake: Millis): void => {
    if (awake - looked < LOOK_EVERY) return;
    looked = awake;
    const more = uptime() * 1000 - awake - awakeSince - slept;
    if (more >= LEAST_SLEEP) slept += more;
  };
  const now = (): Millis => {
    const awake = inner.now();
    look(awake);
    return millis(awake + slept);
  };
  return {
    now,
    nanos: () => inner.nanos(),
    wall: () => inner.wall(),
    wake: (at, run) => inner.wake(millis(Math.max(0, at - slept)), run),
  };
}
