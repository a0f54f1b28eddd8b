import { after, type Clock, type Millis } from '@baylink/kernel';

interface Kept<T> {
  readonly value: T;
  readonly until: Millis;
}

/**
 * Secrets that open something once, within `lifetime`. In memory on purpose: a restart voids them and their owners ask
 * anew. At most `capacity` are alive; `add` then answers false.
 */
export class OneUse<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetime: Millis,
    private readonly capacity: number,
  ) {}

  add(secret: string, value: T): boolean {
    this.forgetOld();
    if (this.kept.size >= this.capacity) return false;
    this.kept.set(secret, { value, until: after(this.clock.now(), this.lifetime) });
    return true;
  }

  /** Gives what the secret opens and forgets it; `undefined` when it is unknown, used or too old. */
  take(secret: string): T | undefined {
    const found = this.kept.get(secret);
    this.kept.delete(secret);
    return found !== undefined && this.clock.now() < found.until ? found.value : undefined;
  }

  /** All live equally long, so the oldest come first. */
  private forgetOld(): void {
    const now = this.clock.now();
    for (const [secret, { until }] of this.kept) {
      if (now < until) return;
      this.kept.delete(secret);
    }
  }
}
