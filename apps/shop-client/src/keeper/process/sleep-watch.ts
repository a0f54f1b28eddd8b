import type { Clock } from '@baylink/kernel';

/** Both clocks of a machine that is awake run alike, but for what sets the wall clock right. */
const APART = 1000;

/**
 * Whether the machine has slept since the last question: a monotonic clock may stand still meanwhile, the wall clock does not.
 * A wall clock that was set by hand looks the same, and is taken for a sleep.
 */
export class SleepWatch {
  #ahead: number;

  constructor(private readonly clock: Clock) {
    this.#ahead = clock.wall() - clock.now();
  }

  hasSlept(): boolean {
    const ahead = this.clock.wall() - this.clock.now();
    const apart = Math.abs(ahead - this.#ahead);
    this.#ahead = ahead;
    return apart > APART;
  }
}
