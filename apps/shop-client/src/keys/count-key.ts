import { ok, type Result } from '@baylink/kernel';
import { NRC, type Outcome } from '@baylink/protocols/uds';
import type { KeyAttempts, KeyHolder } from './key-attempts.js';

const SUPPRESS = 0x7f;
/** Behind the echo of service and level. */
const SEED = 2;
const ENOUGH: ReadonlySet<number> = new Set([NRC.exceedNumberOfAttempts, NRC.requiredTimeDelayNotExpired]);

/** What the unit's answer to a SecurityAccess means for the count. Settles when it is durable: the key may leave after that. */
export function countKey(
  attempts: KeyAttempts,
  holder: KeyHolder,
  request: Uint8Array,
  outcome: Outcome,
): Promise<Result<void, string>> {
  if (outcome.kind === 'negative' && ENOUGH.has(outcome.nrc)) return attempts.exhausted(holder);
  if (outcome.kind !== 'positive') return Promise.resolve(ok());
  const isKey = ((request[1] ?? 0) & SUPPRESS) % 2 === 0;
  const unlocked = isKey || outcome.bytes.subarray(SEED).every((byte) => byte === 0);
  return unlocked ? attempts.accepted(holder) : attempts.begun(holder);
}
