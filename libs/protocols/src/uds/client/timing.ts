import { type Millis, millis } from '@baylink/kernel';
import { decodePositive } from '../codec/decode.js';
import type { ClientState } from './state.js';

interface Timing {
  readonly p2: Millis;
  readonly p2Star: Millis;
}

/**
 * P2 and P2* in force after a positive response: the unit's own from `50 xx`, the configured ones after its reset. A
 * zero is no time and changes nothing. (ISO 14229-2, session layer timing of the active session)
 */
export function timingAfter({ timing, config }: ClientState, response: Uint8Array): Timing {
  const decoded = decodePositive(response);
  if (decoded?.service === 'ECUReset') return { p2: config.p2, p2Star: config.p2Star };
  if (decoded?.service !== 'DiagnosticSessionControl' || decoded.timing === undefined) return timing;
  const { p2, p2Star } = decoded.timing;
  return { p2: p2 === 0 ? timing.p2 : millis(p2), p2Star: p2Star === 0 ? timing.p2Star : millis(p2Star) };
}
