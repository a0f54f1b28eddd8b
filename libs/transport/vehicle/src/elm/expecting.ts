import type { Listener } from './addressing.js';
import type { Expecting } from './request-turn.js';

const NEGATIVE_RESPONSE = 0x7f;
const RESPONSE_PENDING = 0x78;

/** The unit asks for patience. */
export const isPending = (bytes: Uint8Array): boolean =>
  bytes[0] === NEGATIVE_RESPONSE && bytes[2] === RESPONSE_PENDING;

const TESTER_PRESENT = 0x3e;
/** TesterPresent with its answer suppressed. (ISO 14229-1 10.7; ISO 14230-3 TesterPresent) */
const WITHOUT_ANSWER: ReadonlySet<number | undefined> = new Set([0x80, 0x02]);

/** Whose answers are worth waiting for. */
export function expecting({ to }: Listener, bytes: Uint8Array): Expecting {
  if (bytes[0] === TESTER_PRESENT && WITHOUT_ANSWER.has(bytes[1])) return 'nothing';
  return to === 'unit' ? 'one-unit' : 'all-units';
}
