import type { Millis } from '@baylink/kernel';

/** What happens to one message or frame. `refuse` is for what is sent; to what is heard it is a `drop`. */
export type Fault =
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly by: Millis }
  | { readonly kind: 'duplicate' }
  /** Held until the next one has gone by. */
  | { readonly kind: 'reorder' }
  /** One bit, chosen by the seed, is turned over. */
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'refuse' }
  /** The link is lost here and now. */
  | { readonly kind: 'cut' };

export interface FaultRule {
  readonly fault: Fault;
  readonly way?: 'tx' | 'rx';
  readonly matches?: (bytes: Uint8Array) => boolean;
  /** Only the nth that fits, from 1; without it, every one. */
  readonly nth?: number;
  /** Of those, how many in a hundred, by the seed; without it, all. */
  readonly percent?: number;
}

/** A script of faults that a seed makes the same each time. The first rule that strikes decides. */
export class FaultPlan {
  readonly #seen = new Map<FaultRule, number>();
  #state: number;

  constructor(
    private readonly rules: readonly FaultRule[],
    seed = 1,
  ) {
    this.#state = seed >>> 0;
  }

  decide(way: 'tx' | 'rx', bytes: Uint8Array): Fault | undefined {
    let struck: Fault | undefined;
    for (const rule of this.rules) if (this.#strikes(rule, way, bytes)) struck ??= rule.fault;
    return struck;
  }

  /** A copy with one bit turned over; of no bytes, no bytes. */
  corrupted(bytes: Uint8Array): Uint8Array {
    const copy = bytes.slice();
    const bit = this.below(bytes.length * 8);
    const index = bit >> 3;
    const before = copy[index];
    if (before !== undefined) copy[index] = before ^ (1 << (bit & 7));
    return copy;
  }

  /** 0 to `limit` - 1, by a linear congruential generator of 32 bits. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  #strikes(rule: FaultRule, way: 'tx' | 'rx', bytes: Uint8Array): boolean {
    if (rule.way !== undefined && rule.way !== way) return false;
    if (rule.matches !== undefined && !rule.matches(bytes)) return false;
    const seen = (this.#seen.get(rule) ?? 0) + 1;
    this.#seen.set(rule, seen);
    if (rule.nth !== undefined && rule.nth !== seen) return false;
    return rule.percent === undefined || this.below(100) < rule.percent;
  }
}
