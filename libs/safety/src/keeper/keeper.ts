import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import type { Dialect } from '../effects/dialect.js';
import { answered, type Downloads, downloadSeen, left, requested, withoutDownload } from './downloads.js';
import {
  alive,
  arriving,
  dueAt,
  type KeptSession,
  leaving,
  type Sessions,
  touched,
  without,
  woken,
} from './sessions.js';

export interface KeeperConfig {
  /** From the last message to a unit to the next keep-alive: S3/2 at most. */
  readonly every: Millis;
  /** From the last message to the keep-alive that an attached executor should have sent and has not: S3/2 at most. */
  readonly late: Millis;
  /** How long a unit that has asked for patience may take. (ISO 14229-2 P2*server) */
  readonly p2Star: Millis;
  /** After which a silent unit is in its default session by itself. (ISO 14229-2 S3server) */
  readonly s3: Millis;
  /** After which nobody is sure any more that a silent unit is still in its session: a download of it is no longer told. */
  readonly doubtful: Millis;
  /** How long a keeper without an executor keeps sessions. */
  readonly longest: Millis;
  /** How long a keeper without an executor and without a session waits for the next one. */
  readonly linger: Millis;
  /** How long a new executor may take before it speaks to a unit that is being kept for it. */
  readonly handover: Millis;
}

export const KEEPER_DEFAULTS: KeeperConfig = {
  every: millis(2000),
  late: millis(2400),
  p2Star: millis(5000),
  s3: millis(5000),
  doubtful: millis(4000),
  longest: millis(15 * 60_000),
  linger: millis(5000),
  handover: millis(30_000),
};

export type EndOfKeeping = 'nothing-to-keep' | 'too-long' | 'link-lost';

/** What is known of the units, whoever has the link. */
interface Known {
  readonly config: KeeperConfig;
  readonly sessions: Sessions;
  /** Of units whose session has not lapsed since. */
  readonly downloads: Downloads;
}

export type KeeperState =
  | ({
      readonly kind: 'attached';
      /** What was kept for this executor stays kept until then, or until it speaks to the unit. */
      readonly until: Millis;
      /** Units whose session the executor has said that it keeps. */
      readonly watched: readonly number[];
      /** The last word of the executor. */
      readonly heard: Millis;
    } & Known)
  /** The executor is gone. */
  | ({ readonly kind: 'alone'; readonly since: Millis } & Known)
  | { readonly kind: 'ended'; readonly config: KeeperConfig };

export type KeeperInput =
  | { readonly kind: 'attached' }
  | { readonly kind: 'detached' }
  /** The executor has sent this. */
  | { readonly kind: 'sent'; readonly to: number | 'all'; readonly bytes: Uint8Array }
  /** What was sent last has left in whole: a long message takes its time. */
  | { readonly kind: 'left'; readonly to: number | 'all' }
  | { readonly kind: 'received'; readonly unit: number; readonly bytes: Uint8Array }
  /** The executor keeps this unit's session from now on. */
  | { readonly kind: 'watch'; readonly unit: number }
  /** The executor lets this unit's session lapse on purpose. */
  | { readonly kind: 'lapse'; readonly unit: number }
  /** The machine has slept, whatever its monotonic clock says: nobody knows for how long a unit has heard nothing. */
  | { readonly kind: 'slept' }
  | { readonly kind: 'link-lost' }
  | { readonly kind: 'tick' };

export type KeeperOut =
  /** TesterPresent to this unit, without an answer. There is no output with bytes of its own. */
  | { readonly kind: 'keep-alive'; readonly unit: number; readonly dialect: Dialect }
  | { readonly kind: 'end'; readonly why: EndOfKeeping };

type Turn = Step<KeeperState, KeeperOut>;
type Going = Exclude<KeeperState, { kind: 'ended' }>;

const MOST_WATCHED = 64;

/** Nobody is attached yet: the keeper waits for its first executor no longer than for any other. */
export const createKeeper = (config: KeeperConfig, now: Millis): KeeperState => ({
  kind: 'alone',
  config,
  sessions: [],
  downloads: [],
  since: now,
});

/** Keeps the sessions of a link whose executor is gone, for a bounded time, and ends by itself. */
export const keeper: Machine<KeeperState, KeeperInput, KeeperOut> = { step, deadline };

/** The download that is under way in a unit and could be gone on with now. */
export const rememberedDownload = (state: KeeperState, unit: number, now: Millis): DownloadSeen | undefined =>
  state.kind === 'ended' ? undefined : downloadSeen(undoubted(state, now), unit, now);

function step(before: KeeperState, input: KeeperInput, now: Millis): Turn {
  if (before.kind === 'ended') return only(before);
  const state = { ...before, downloads: undoubted(before, now) };
  const { config, sessions, downloads } = state;
  switch (input.kind) {
    case 'attached':
      return due(
        { kind: 'attached', config, sessions, downloads, until: after(now, config.handover), watched: [], heard: now },
        now,
      );
    case 'detached':
      return due(
        { kind: 'alone', config, sessions: kept(alive(sessions, config.s3, now)), downloads, since: now },
        now,
      );
    case 'sent':
      return only({
        ...heard(state, now),
        sessions: leaving(sessions, input.to, input.bytes, turn(state, now)),
        downloads: requested(downloads, input.to, input.bytes, now),
      });
    case 'left':
      return only({
        ...heard(state, now),
        sessions: touched(sessions, input.to, turn(state, now)),
        downloads: left(downloads, input.to, now),
      });
    case 'received':
      return only({
        ...state,
        sessions: arriving(sessions, input.unit, input.bytes, turn(state, now)),
        downloads: answered(downloads, input.unit, input.bytes, now),
      });
    case 'watch':
      return only(watching(heard(state, now), input.unit, true));
    case 'lapse':
      return only({
        ...watching(heard(state, now), input.unit, false),
        sessions: without(sessions, input.unit),
        downloads: withoutDownload(downloads, input.unit),
      });
    case 'slept':
      return due({ ...state, downloads: [] }, now);
    case 'link-lost':
      return end(config, 'link-lost');
    case 'tick':
      return due(state, now);
    default:
      return unreachable(input);
  }
}

/** Without those of units whose session may have ended by itself since the last message. (ISO 14229-2 S3server) */
const undoubted = ({ downloads, sessions, config: { doubtful } }: Known, now: Millis): Downloads =>
  downloads.filter(({ unit }) => alive(sessions, doubtful, now).some((session) => session.unit === unit));

const turn = ({ kind, config: { p2Star } }: KeeperState, now: Millis) =>
  ({ by: kind === 'alone' ? 'keeper' : 'executor', now, p2Star }) as const;

const heard = (state: Going, now: Millis): Going => (state.kind === 'attached' ? { ...state, heard: now } : state);

function watching(state: Going, unit: number, on: boolean): Going {
  if (state.kind === 'alone') return state;
  const others = state.watched.filter((each) => each !== unit);
  return { ...state, watched: on && others.length < MOST_WATCHED ? [...others, unit] : others };
}

const only = (state: KeeperState): Turn => ({ state, out: [] });

const end = (config: KeeperConfig, why: EndOfKeeping): Turn => ({
  state: { kind: 'ended', config },
  out: [{ kind: 'end', why }],
});

const kept = (sessions: Sessions): Sessions => sessions.map((session) => ({ ...session, by: 'keeper' }));

function due(state: Going, now: Millis): Turn {
  const { config, sessions } = state;
  const bound = endOf(state);
  if (bound !== undefined && now >= bound.at) return end(config, bound.why);
  if (state.kind === 'attached' && now >= state.until && sessions.some(({ by }) => by === 'keeper'))
    return due({ ...state, sessions: sessions.map((session) => ({ ...session, by: 'executor' })) }, now);
  const waking = sessions.filter((session) => now >= (wakeAt(state, session) ?? Number.POSITIVE_INFINITY));
  return {
    state: {
      ...state,
      sessions: sessions.map((session) => (waking.includes(session) ? woken(session, now) : session)),
    },
    out: waking.map(({ unit, dialect }) => ({ kind: 'keep-alive', unit, dialect })),
  };
}

/** When the keeper sends to this unit: in place of an executor that is gone, or of one that is late. */
function wakeAt(state: Going, session: KeptSession): Millis | undefined {
  const { every, late, longest } = state.config;
  if (session.by === 'keeper') return dueAt(session, every);
  if (state.kind === 'alone' || !state.watched.includes(session.unit)) return undefined;
  const at = dueAt(session, late);
  // An executor that never speaks again is not replaced for ever.
  return at < after(state.heard, longest) ? at : undefined;
}

/** When a keeper without an executor ends by itself. */
function endOf(state: Going): { readonly at: Millis; readonly why: EndOfKeeping } | undefined {
  if (state.kind !== 'alone') return undefined;
  const { since, sessions, config } = state;
  return sessions.length === 0
    ? { at: after(since, config.linger), why: 'nothing-to-keep' }
    : { at: after(since, config.longest), why: 'too-long' };
}

function deadline(state: KeeperState): Millis | undefined {
  if (state.kind === 'ended') return undefined;
  const wakes = state.sessions.map((session) => wakeAt(state, session)).filter((at) => at !== undefined);
  const bound = endOf(state)?.at;
  const all = bound === undefined ? wakes : [...wakes, bound];
  return all.length === 0 ? undefined : millis(Math.min(...all));
}
