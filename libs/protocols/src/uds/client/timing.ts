import { type Millis, millis } from '@baylink/kernel';
import { byteAt } from '../codec/codec.js';
import { decodePositive } from '../codec/decode.js';
import { POSITIVE_OFFSET, SID } from '../codec/services.table.js';

export interface Timing {
  readonly p2: Millis;
  readonly p2Star: Millis;
}

/** Positive responses that are read for it; others, long ones among them, are not taken apart here. */
const TELLS = new Set([SID.DiagnosticSessionControl + POSITIVE_OFFSET, SID.ECUReset + POSITIVE_OFFSET]);

/**
 * P2 and P2* in force after a positive response: the unit's own from `50 xx`, the configured ones after its reset. A
 * zero is no time and changes nothing. (ISO 14229-2, session layer timing of the active session)
 */
export function toldTiming(response: Uint8Array, present: Timing, configured: Timing): Timing {
  if (!TELLS.has(byteAt(response, 0))) return present;
  const decoded = decodePositive(response);
  if (decoded?.service === 'ECUReset') return { p2: configured.p2, p2Star: configured.p2Star };
  if (decoded?.service !== 'DiagnosticSessionControl' || decoded.timing === undefined) return present;
  const { p2, p2Star } = decoded.timing;
  return { p2: p2 === 0 ? present.p2 : millis(p2), p2Star: p2Star === 0 ? present.p2Star : millis(p2Star) };
}
