import { millis, seconds } from '@baylink/kernel';

export const streamLimits = {
  /** What may wait for the peer's acknowledgement: payloads, and characters of them. */
  windowCount: 256,
  windowBytes: 1_048_576,
  /** An acknowledgement goes out after this many payloads, or this long after the last frame. */
  ackEvery: 8,
  ackDelay: millis(40),
  /** Silence is broken after this long. */
  keepAlive: seconds(15),
  /** The first wait for progress before the peer is asked; doubled with each question, `doublings` times at most. */
  resend: seconds(2),
  doublings: 3,
  /** A gap that so many questions do not close means that the peer has lost what is missing. */
  asks: 16,
} as const;
