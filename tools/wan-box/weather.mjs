/** What a packet meets on its way: one-way delay in ms, loss in percent, and whether anything gets through at all. */
export const FINE = { rtt: 0, loss: 0, jitter: 0, cut: false };

/**
 * Decides over every packet in either direction. Nothing overtakes: a packet that drew less jitter than the one before it
 * arrives right behind it. The same seed gives the same draws.
 */
export class Weather {
  #now;
  #chance;
  #last = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  #outages = [];
  counts = { passed: 0, lost: 0 };

  /**
   * Times of outages are in ms on the clock of `fate`.
   * @param {{ rtt?: number, loss?: number, jitter?: number, cut?: boolean }} conditions
   * @param {{ seed?: number, outages?: readonly { start: number, length: number }[] }} options
   */
  constructor(conditions, { seed = 1, outages = [] } = {}) {
    this.#now = { ...FINE, ...conditions };
    this.#chance = chance(seed);
    this.#outages = outages;
  }

  get conditions() {
    return { ...this.#now };
  }

  change(conditions) {
    this.#now = { ...this.#now, ...conditions };
  }

  /** When a packet of `direction` 0 or 1 that came at `at` is delivered, or `undefined` when it is not. */
  fate(at, direction) {
    const { rtt, loss, jitter, cut } = this.#now;
    const out = cut || this.#outages.some(({ start, length }) => at >= start && at < start + length);
    if (out || this.#chance() * 100 < loss) {
      this.counts.lost++;
      return undefined;
    }
    this.counts.passed++;
    const due = Math.max(at + rtt / 2 + this.#chance() * jitter, this.#last[direction]);
    this.#last[direction] = due;
    return due;
  }
}

/** Evenly spread from 0 to 1: the generator of Park and Miller. */
function chance(seed) {
  const MODULUS = 2 ** 31 - 1;
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1;
  return () => {
    state = (state * 48271) % MODULUS;
    return state / MODULUS;
  };
}
