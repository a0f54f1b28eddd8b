import { type Clock, ok, type Result } from '@baylink/kernel';
import { type Refusal, refuse } from './refusal.js';
import { type Rate, TokenBucket } from './token-bucket.js';

/** So many callers are told apart; past that, full buckets are forgotten first and then newcomers share one. */
const CALLERS = 10_000;
const CROWD = '';

/** One bucket for every caller, in bounded memory. */
export class RateLimiter {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly rate: Rate,
    private readonly clock: Clock,
  ) {}

  admit(caller: string): Result<void, Refusal> {
    const wait = this.bucketOf(caller).take();
    if (wait === 0) return ok();
    const seconds = Math.ceil(wait / 1000);
    return refuse(
      'too-many',
      `You asked more than ${this.rate.burst} times in a row and more than ${this.rate.perSecond} times a second; wait ${seconds} s.`,
      seconds,
    );
  }

  private bucketOf(caller: string): TokenBucket {
    const known = this.buckets.get(caller);
    if (known !== undefined) return known;
    if (this.buckets.size >= CALLERS) this.forgetFull();
    const name = this.buckets.size >= CALLERS ? CROWD : caller;
    const bucket = this.buckets.get(name) ?? new TokenBucket(this.rate, this.clock);
    this.buckets.set(name, bucket);
    return bucket;
  }

  private forgetFull(): void {
    for (const [caller, bucket] of this.buckets) if (bucket.full()) this.buckets.delete(caller);
  }
}
