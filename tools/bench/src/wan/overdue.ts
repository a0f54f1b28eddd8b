import { readUint } from '@baylink/kernel';
import { CLIENT_DEFAULTS } from '@baylink/protocols/uds';

/** A diagnostic message as its tester times it: a request when its last byte has left, an answer when its first has come. In ms. */
export interface TimedMessage {
  readonly at: number;
  readonly from: 'tester' | 'unit';
  /** The first six bytes are enough. */
  readonly bytes: Uint8Array;
}

const SESSION_ANSWER = 0x50;
const NEGATIVE = 0x7f;
const PENDING = 0x78;
/** Resolution of P2* in the answer to 10. (ISO 14229-1 10.2.3) */
const P2_STAR_UNIT = 10;

/**
 * Answers that came after P2 or P2*, or not at all: each would have ended a tester that keeps to ISO 14229-2. The unit's own times
 * count as soon as it has told them.
 */
export function overdueAnswers(messages: readonly TimedMessage[]): number {
  let { p2, p2Star } = { p2: CLIENT_DEFAULTS.p2 + CLIENT_DEFAULTS.margin, p2Star: CLIENT_DEFAULTS.p2Star + 0 };
  let overdue = 0;
  let waiting: { readonly since: number; readonly limit: number } | undefined;
  for (const { at, from, bytes } of messages) {
    if (from === 'tester') {
      if (waiting !== undefined) overdue++;
      waiting = wantsAnswer(bytes) ? { since: at, limit: p2 } : undefined;
      continue;
    }
    if (waiting === undefined) continue;
    if (at - waiting.since > waiting.limit) overdue++;
    if (bytes[0] === SESSION_ANSWER) {
      p2 = (readUint(bytes, 2, 2) ?? p2) + CLIENT_DEFAULTS.margin;
      p2Star = (readUint(bytes, 4, 2) ?? p2Star / P2_STAR_UNIT) * P2_STAR_UNIT;
    }
    waiting = bytes[0] === NEGATIVE && bytes[2] === PENDING ? { since: at, limit: p2Star } : undefined;
  }
  return waiting === undefined ? overdue : overdue + 1;
}

/** All but TesterPresent that suppresses its answer. */
export const wantsAnswer = (request: Uint8Array): boolean => !(request[0] === 0x3e && request[1] === 0x80);
