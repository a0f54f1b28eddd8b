import { after, type Millis } from '@baylink/kernel';
import type { Dialect } from '../effects/dialect.js';

/** A unit that was seen to enter a session that lapses without messages. */
export interface KeptSession {
  /** Logical address. */
  readonly unit: number;
  /** The last message to or from the unit: its S3 counts from there at the latest. (ISO 14229-2 S3server) */
  readonly last: Millis;
  /** The unit has asked for patience (NRC 0x78) and is busy until then: its S3 does not run. */
  readonly busy: Millis | undefined;
  /** Who sees to it that the session does not lapse. */
  readonly by: 'executor' | 'keeper';
  /** By whose standard the session was entered, as its confirmation shows. */
  readonly dialect: Dialect;
}

export type Sessions = readonly KeptSession[];

/** Who has the link in this turn, and when it is. */
interface Turn {
  readonly by: KeptSession['by'];
  readonly now: Millis;
  /** How long a unit that has asked for patience may take. (ISO 14229-2 P2*server) */
  readonly p2Star: Millis;
}

const SESSION_CONTROL = 0x10;
const SESSION_CONTROL_POSITIVE = 0x50;
const RESET_POSITIVE = 0x51;
const NEGATIVE = 0x7f;
const RESPONSE_PENDING = 0x78;
/** Of a request by ISO 14229-1; every session of ISO 14230-3 has it in its number. */
const SUPPRESS_POSITIVE_RESPONSE = 0x80;
/** In ISO 14230-3 the same session is 0x81. */
const DEFAULT_SESSION = 0x01;

/** A vehicle has fewer units; what would be one more is not kept. */
const MOST = 64;

/** Something left for a unit, or for all of them: it does what a keep-alive would. */
export const touched = (sessions: Sessions, to: number | 'all', { by, now }: Turn): Sessions =>
  sessions.map((session) => (to === 'all' || session.unit === to ? { ...session, last: now, by } : session));

/** A request leaves, which may open a session. */
export function leaving(sessions: Sessions, to: number | 'all', bytes: Uint8Array, turn: Turn): Sessions {
  const kept = touched(sessions, to, turn);
  // Without a positive response the request itself is all that can be seen.
  const silent = to !== 'all' && bytes[0] === SESSION_CONTROL && ((bytes[1] ?? 0) & SUPPRESS_POSITIVE_RESPONSE) !== 0;
  return silent ? entered(kept, to, bytes[1], 'uds', turn) : kept;
}

/** A unit said something: where it confirms a session or a reset, that counts. (ISO 14229-1 10.2, 10.3) */
export function arriving(sessions: Sessions, unit: number, bytes: Uint8Array, turn: Turn): Sessions {
  if (bytes[0] === RESET_POSITIVE) return without(sessions, unit);
  if (bytes[0] === SESSION_CONTROL_POSITIVE) return entered(sessions, unit, bytes[1], dialectOf(bytes[1]), turn);
  const pending = bytes[0] === NEGATIVE && bytes[2] === RESPONSE_PENDING;
  const heard = { last: turn.now, busy: pending ? after(turn.now, turn.p2Star) : undefined };
  return sessions.map((session) => (session.unit === unit ? { ...session, ...heard } : session));
}

export const without = (sessions: Sessions, unit: number): Sessions =>
  sessions.filter((session) => session.unit !== unit);

/** What has lapsed by itself is nothing to keep any more. */
export const alive = (sessions: Sessions, s3: Millis, now: Millis): Sessions =>
  sessions.filter(({ last, busy }) => now < after(busy ?? last, s3));

/** When a unit needs a keep-alive that leaves `every` after the last message. */
export const dueAt = ({ last, busy }: KeptSession, every: Millis): Millis => busy ?? after(last, every);

/** The keep-alive has left. */
export const woken = (session: KeptSession, now: Millis): KeptSession => ({ ...session, last: now, busy: undefined });

/** ISO 14229-1 answers without the bit that the request may have had. */
const dialectOf = (session = 0): Dialect => ((session & SUPPRESS_POSITIVE_RESPONSE) === 0 ? 'uds' : 'kwp2000');

function entered(
  sessions: Sessions,
  unit: number,
  session: number | undefined,
  dialect: Dialect,
  { by, now }: Turn,
): Sessions {
  const others = without(sessions, unit);
  const isDefault = session === undefined || (session & ~SUPPRESS_POSITIVE_RESPONSE) === DEFAULT_SESSION;
  return isDefault || others.length >= MOST ? others : [...others, { unit, last: now, busy: undefined, by, dialect }];
}
