import type { TimedMessage } from './overdue.js';
import { wantsAnswer } from './overdue.js';

/** A frame of one tester and one unit in normal addressing, where its tester sees it. In ms. */
export interface TimedFrame {
  readonly at: number;
  readonly from: 'tester' | 'unit';
  readonly data: Uint8Array;
}

/** N_Bs and N_Cr of ISO 15765-2 9.8. */
const LIMIT_MS = 1000;
const LONG_LENGTH_BYTES = 2;
const CONSECUTIVE_BYTES = 7;
const FIRST_BYTES = 6;

interface Side {
  /** Bytes of the message under way that have not been seen. */
  missing: number;
  head: Uint8Array;
}

/** What a tester's channel would have timed out on, and the messages that the frames make up. Classic frames, up to 4095 bytes. */
export function readFrames(frames: readonly TimedFrame[]): {
  readonly messages: readonly TimedMessage[];
  readonly overdue: number;
} {
  const messages: TimedMessage[] = [];
  const sides = { tester: side(), unit: side() };
  let overdue = 0;
  /** What the tester's own channel waits for: a flow control, or the next consecutive frame. */
  let since: number | undefined;
  const came = (at: number): void => {
    if (since !== undefined && at - since > LIMIT_MS) overdue++;
    since = undefined;
  };
  for (const { at, from, data } of frames) {
    const own = sides[from];
    const head = data[0] ?? 0;
    switch (head >> 4) {
      case 0: {
        const bytes = data.subarray(1, 1 + head);
        if (from === 'unit' || wantsAnswer(bytes)) messages.push({ at, from, bytes });
        break;
      }
      case 1:
        own.missing = ((head & 0x0f) << 8) + (data[1] ?? 0) - FIRST_BYTES;
        own.head = data.subarray(LONG_LENGTH_BYTES);
        if (from === 'unit') messages.push({ at, from, bytes: own.head });
        else since = at;
        break;
      case 2:
        own.missing -= CONSECUTIVE_BYTES;
        if (from === 'unit') {
          came(at);
          if (own.missing > 0) since = at;
        } else if (own.missing <= 0) messages.push({ at, from, bytes: own.head });
        break;
      case 3:
        if (from === 'unit') came(at);
        else since = at;
        break;
      default:
        break;
    }
  }
  return { messages, overdue: since === undefined ? overdue : overdue + 1 };
}

const side = (): Side => ({ missing: 0, head: new Uint8Array() });
