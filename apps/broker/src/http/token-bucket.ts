import type { Clock } from '@baylink/kernel';

export interface Rate {
  /** How many may come at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** RFC 2697's bucket without colours: `burst` at once, `perSecond` in the long run. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly rate: Rate,
    private readonly clock: Clock,
  ) {
    this.tokens = rate.burst;
    this.filledAt = clock.now();
  }

  /** Takes `count`; 0 when they were there, otherwise the milliseconds until they are (and nothing was taken). */
  take(count = 1): number {
    this.fill();
    const wanted = Math.min(count, this.rate.burst);
    if (this.tokens < wanted) return ((wanted - this.tokens) / this.rate.perSecond) * 1000;
    this.tokens -= wanted;
    return 0;
  }

  full(): boolean {
    this.fill();
    return this.tokens >= this.rate.burst;
  }

  private fill(): void {
    const now = this.clock.now();
    this.tokens = Math.min(this.rate.burst, this.tokens + ((now - this.filledAt) / 1000) * this.rate.perSecond);
    this.filledAt = now;
  }
}
