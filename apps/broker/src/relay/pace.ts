import { after, type Clock, millis } from '@baylink/kernel';
import type { TokenBucket } from '../http/token-bucket.js';

/** Lets one message through at once while its rate holds, otherwise when its turn has come. */
export function pace(bucket: TokenBucket, clock: Clock, run: () => void | Promise<void>): void | Promise<void> {
  const wait = bucket.take();
  if (wait === 0) return run();
  return new Promise<void>((done) => {
    clock.wake(after(clock.now(), millis(Math.max(1, wait))), done);
  }).then(() => pace(bucket, clock, run));
}
