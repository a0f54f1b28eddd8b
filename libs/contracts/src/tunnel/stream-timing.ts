import { after, type Millis, millis } from '@baylink/kernel';
import { streamLimits } from './stream-limits.table.js';
import { type StreamState, unknownYet } from './stream-state.js';

const later = (a: Millis, b: Millis): Millis => millis(Math.max(a, b));

/** When the peer must be asked where it stands: no answer to a resume, a gap, or an outbox that does not move. */
export function askDeadline(state: StreamState): Millis | undefined {
  const wait = millis(streamLimits.resend * 2 ** Math.min(Math.max(state.asked - 1, 0), streamLimits.doublings));
  if (state.phase !== 'flowing' || state.gap) return after(state.askedAt, wait);
  return state.outbox.length > 0 ? after(later(state.movedAt, state.askedAt), wait) : undefined;
}

/** When the peer must hear an acknowledgement, or merely a sign of life. */
export function ackDeadline(state: StreamState): Millis | undefined {
  if (unknownYet(state)) return undefined;
  return after(state.sentAt, state.told < state.consumed ? streamLimits.ackDelay : streamLimits.keepAlive);
}

export function deadline(state: StreamState): Millis | undefined {
  if (state.phase === 'cut' || state.phase === 'closed') return undefined;
  const asking = askDeadline(state);
  const acking = ackDeadline(state);
  if (asking === undefined || acking === undefined) return asking ?? acking;
  return millis(Math.min(asking, acking));
}
