import { type Millis, millis, showHex } from '@baylink/kernel';
import type { Fact } from '../facts/fact.js';
import type { KeyAttempt } from '../facts/facts.js';
import type { Plan } from '../plan/plan.js';

/** Keys that a unit is sent without having accepted one, within this time: fewer than units allow before they lock. */
export const KEY_BUDGET = { attempts: 2, window: millis(600_000) } as const;

const SECURITY_ACCESS = 0x27;
const SUPPRESS = 0x7f;
const PER_MINUTE = 60_000;

/**
 * Why no seed may be asked for now; `undefined` when one may, and for every other request. The shop counts by its own
 * monotonic clock; what it does not know, it does not allow. (ISO 14229-1 10.4)
 */
export function keyObjection(
  bytes: Uint8Array,
  { target }: Plan,
  attempts: Fact<readonly KeyAttempt[]>,
  now: Millis,
): string | undefined {
  const asksForSeed = bytes[0] === SECURITY_ACCESS && ((bytes[1] ?? 0) & SUPPRESS) % 2 === 1;
  if (!asksForSeed) return undefined;
  if (!attempts.known)
    return `How many keys unit ${showHex(target.unit, 4)} has refused is not known (${attempts.why}), so none is sent: restart the shop client.`;
  const open = attempts.value.filter(
    ({ unit, serial, at }) => unit === target.unit && serial === target.serial && !(now - at >= KEY_BUDGET.window),
  );
  if (open.length < KEY_BUDGET.attempts) return undefined;
  const wait = Math.ceil((KEY_BUDGET.window - (now - Math.max(...open.map(({ at }) => at)))) / PER_MINUTE);
  return `Unit ${showHex(target.unit, 4)} has not accepted ${open.length} keys, and a further one could lock it: find out why, and wait ${wait} minutes.`;
}
