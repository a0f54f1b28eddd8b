import type { Millis, WallMillis } from './units.js';

/** The one source of time of a process, made in `main.ts` and handed down. */
export interface Clock {
  /** Monotonic milliseconds from an arbitrary start. Every deadline is measured on it. */
  now(): Millis;
  /** Monotonic nanoseconds, comparable between processes of one machine; for the tap and the journal. */
  nanos(): bigint;
  /** Wall clock, for people and for expiry dates only. */
  wall(): WallMillis;
  /** Calls `run` once, not before `at` on the monotonic clock; the answer cancels it. */
  wake(at: Millis, run: () => void): () => void;
}

/** The one source of chance of a process. */
export interface Chance {
  /** `length` bytes; cryptographically strong in production, seeded in tests. */
  bytes(length: number): Uint8Array;
}
