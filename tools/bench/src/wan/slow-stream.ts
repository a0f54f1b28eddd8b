import type { Weather } from './line.js';

/** Bytes of a stream that a packet carries. */
const SEGMENT = 1400;
/** What a sender waits beyond the round trip until it sends a lost packet again. (RFC 6298, the least that systems use) */
const RETRANSMISSION_MS = 200;

/**
 * When pieces of one direction of a stream arrive: half of the round trip later, and behind a packet that was lost everything waits
 * until it was sent again. An imitation above TCP, which knows no packets: the sender never slows down.
 */
export class SlowStream {
  #last = Number.NEGATIVE_INFINITY;

  /** `chance`: evenly spread from 0 to 1. */
  constructor(private readonly chance: () => number) {}

  /** When this piece, sent `at`, arrives, in ms. */
  due(at: number, bytes: number, { rtt, loss }: Weather): number {
    let due = at + rtt / 2;
    for (let segment = 0; segment * SEGMENT < bytes; segment++)
      while (this.chance() * 100 < loss) due += rtt + RETRANSMISSION_MS;
    this.#last = Math.max(due, this.#last);
    return this.#last;
  }
}
