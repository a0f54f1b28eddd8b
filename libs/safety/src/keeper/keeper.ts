import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import type { Dialect } from '../effects/dialect.js';
import { alive, arriving, dueAt, type KeptSession, leaving, type Sessions, without, woken } from './sessions.js';

export interface KeeperConfig {
  /** From the last message to a unit to the next keep-alive: S3/2 at most. */
  readonly every: Millis;
  /** From the last message to the keep-alive that an attached executor should have sent and has not: S3/2 at most. */
  readonly late: Millis;
  /** How long a unit that has asked for patience may take. (ISO 14229-2 P2*server) */
  readonly p2Star: Millis;
  /** After which a silent unit is in its default session by itself. (ISO 14229-2 S3server) */
  readonly s3: Millis;
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
  longest: millis(15 * 60_000),
  linger: millis(5000),
  handover: millis(30_000),
};

export type EndOfKeeping = 'nothing-to-keep' | 'too-long' | 'link-lost';

export type KeeperState =
  | {
      readonly kind: 'attached';
      readonly config: KeeperConfig;
      readonly sessions: Sessions;
      /** What was kept for this executor stays kept until then, or until it speaks to the unit. */
      readonly until: Millis;
      /** Units whose session the executor has said that it keeps. */
      readonly watched: readonly number[];
      /** The last word of the executor. */
      readonly heard: Millis;
    }
  /** The executor is gone. */
  | { readonly kind: 'alone'; readonly config: KeeperConfig; readonly sessions: Sessions; readonly since: Millis }
  | { readonly kind: 'ended'; readonly config: KeeperConfig };

export type KeeperInput =
  | { readonly kind: 'attached' }
  | { readonly kind: 'detached' }
  /** The executor has sent this. */
  | { readonly kind: 'sent'; readonly to: number | 'all'; readonly bytes: Uint8Array }
  | { readonly kind: 'received'; readonly unit: number; readonly bytes: Uint8Array }
  /** The executor keeps this unit's session from now on. */
  | { readonly kind: 'watch'; readonly unit: number }
  /** The executor lets this unit's session lapse on purpose. */
  | { readonly kind: 'lapse'; readonly unit: number }
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
  since: now,
});

/** Keeps the sessions of a link whose executor is gone, for a bounded time, and ends by itself. */
export const keeper: Machine<KeeperState, KeeperInput, KeeperOut> = { step, deadline };

function step(state: KeeperState, input: KeeperInput, now: Millis): Turn {
  if (state.kind === 'ended') return only(state);
  const { config, sessions } = state;
  switch (input.kind) {
    case 'attached':
      return due(
        { kind: 'attached', config, sessions, until: after(now, config.handover), watched: [], heard: now },
        now,
      );
    case 'detached':
      return due({ kind: 'alone', config, sessions: kept(alive(sessions, config.s3, now)), since: now }, now);
    case 'sent':
      return only({ ...heard(state, now), sessions: leaving(sessions, input.to, input.bytes, turn(state, now)) });
    case 'received':
      return only({ ...state, sessions: arriving(sessions, input.unit, input.bytes, turn(state, now)) });
    case 'watch':
      return only(watching(heard(state, now), input.unit, true));
    case 'lapse':
      return only({
        ...watching(heard(state, now), input.unit, false),
        sessions: without(sessions, input.unit),
      });
    case 'link-lost':
      return end(config, 'link-lost');
    case 'tick':
      return due(state, now);
    default:
      return unreachable(input);
  }
}

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
  const handedOver = state.kind === 'attached' && state.sessions.some(({ by }) => by === 'keeper');
  const bound = handedOver ? state.until : endOf(state)?.at;
  const all = bound === undefined ? wakes : [...wakes, bound];
  return all.length === 0 ? undefined : millis(Math.min(...all));
}
