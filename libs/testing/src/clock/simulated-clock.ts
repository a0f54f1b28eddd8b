import { type Clock, type Millis, millis, type WallMillis, wallMillis } from '@baylink/kernel';
import { Alarms } from './alarms.js';

const NANOS_PER_MILLI = 1_000_000n;
/** 2026-01-01T00:00Z, where the simulated wall clock starts. */
const WALL_START = 1_767_225_600_000;

/** So many alarms of one moment are no work any more, but a circle. */
const AT_ONCE = 100_000;

/** Time that passes only when a test says so. */
export class SimulatedClock implements Clock {
  #now = millis(0);
  readonly #alarms = new Alarms();

  now(): Millis {
    return this.#now;
  }

  nanos(): bigint {
    return BigInt(Math.round(this.#now * 1000)) * (NANOS_PER_MILLI / 1000n);
  }

  wall(): WallMillis {
    return wallMillis(WALL_START + this.#now);
  }

  wake(at: Millis, run: () => void): () => void {
    return this.#alarms.set(at, run);
  }

  /** How many alarms are set: a part that is at rest has none. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Lets `wait` pass. Alarms ring in the order of their times; what they set off has settled before the next one. */
  async advance(wait: number): Promise<void> {
    const end = millis(this.#now + wait);
    let rung = 0;
    await settled();
    for (let next = this.#alarms.take(end); next !== undefined; next = this.#alarms.take(end)) {
      if (next.at > this.#now) {
        this.#now = next.at;
        rung = 0;
      } else if (++rung > AT_ONCE)
        throw new Error(`More than ${AT_ONCE} alarms rang at ${this.#now} ms: two parts wake each other.`);
      next.run();
      await settled();
    }
    this.#now = end;
  }
}

/** Every promise that could settle without time or input has done so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
