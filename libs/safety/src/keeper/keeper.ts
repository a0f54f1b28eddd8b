import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import { alive, arriving, type KeptSession, leaving, type Sessions, without } from './sessions.js';

export interface KeeperConfig {
  /** From the last message to a unit to the next keep-alive: S3/2 at most. */
  readonly every: Millis;
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
  s3: millis(5000),
  longest: millis(15 * 60_000),
  linger: millis(5000),
  handover: millis(30_000),
};

export type EndOfKeeping = 'nothing-to-keep' | 'too-long' | 'link-lost';

export type KeeperState =
  /** An executor is attached; what was kept for it stays kept until `until`, or until it speaks to the unit. */
  | { readonly kind: 'attached'; readonly config: KeeperConfig; readonly sessions: Sessions; readonly until: Millis }
  /** The executor is gone. */
  | { readonly kind: 'alone'; readonly config: KeeperConfig; readonly sessions: Sessions; readonly since: Millis }
  | { readonly kind: 'ended'; readonly config: KeeperConfig };

export type KeeperInput =
  | { readonly kind: 'attached' }
  | { readonly kind: 'detached' }
  /** The executor has sent this. */
  | { readonly kind: 'sent'; readonly to: number | 'all'; readonly bytes: Uint8Array }
  | { readonly kind: 'received'; readonly unit: number; readonly bytes: Uint8Array }
  /** The executor lets this unit's session lapse on purpose. */
  | { readonly kind: 'lapse'; readonly unit: number }
  | { readonly kind: 'link-lost' }
  | { readonly kind: 'tick' };

export type KeeperOut =
  /** 3E 80 to this unit. There is no output with bytes of its own. */
  { readonly kind: 'keep-alive'; readonly unit: number } | { readonly kind: 'end'; readonly why: EndOfKeeping };

type Turn = Step<KeeperState, KeeperOut>;

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
      return due({ kind: 'attached', config, sessions, until: after(now, config.handover) }, now);
    case 'detached':
      return due({ kind: 'alone', config, sessions: kept(alive(sessions, config.s3, now)), since: now }, now);
    case 'sent':
      return only({ ...state, sessions: leaving(sessions, input.to, input.bytes, { by: holder(state), now }) });
    case 'received':
      return only({ ...state, sessions: arriving(sessions, input.unit, input.bytes, { by: holder(state), now }) });
    case 'lapse':
      return only({ ...state, sessions: without(sessions, input.unit) });
    case 'link-lost':
      return end(config, 'link-lost');
    case 'tick':
      return due(state, now);
    default:
      return unreachable(input);
  }
}

const holder = ({ kind }: KeeperState): KeptSession['by'] => (kind === 'alone' ? 'keeper' : 'executor');

const only = (state: KeeperState): Turn => ({ state, out: [] });

const end = (config: KeeperConfig, why: EndOfKeeping): Turn => ({
  state: { kind: 'ended', config },
  out: [{ kind: 'end', why }],
});

const kept = (sessions: Sessions): Sessions => sessions.map((session) => ({ ...session, by: 'keeper' }));

function due(state: Exclude<KeeperState, { kind: 'ended' }>, now: Millis): Turn {
  const { config, sessions } = state;
  const bound = endOf(state);
  if (bound !== undefined && now >= bound.at) return end(config, bound.why);
  if (state.kind === 'attached' && now >= state.until)
    return only({ ...state, sessions: sessions.map((session) => ({ ...session, by: 'executor' })) });
  const waking = sessions.filter(({ by, last }) => by === 'keeper' && now >= after(last, config.every));
  return {
    state: {
      ...state,
      sessions: sessions.map((session) => (waking.includes(session) ? { ...session, last: now } : session)),
    },
    out: waking.map(({ unit }) => ({ kind: 'keep-alive', unit })),
  };
}

/** When a keeper without an executor ends by itself. */
function endOf(state: KeeperState): { readonly at: Millis; readonly why: EndOfKeeping } | undefined {
  if (state.kind !== 'alone') return undefined;
  const { since, sessions, config } = state;
  return sessions.length === 0
    ? { at: after(since, config.linger), why: 'nothing-to-keep' }
    : { at: after(since, config.longest), why: 'too-long' };
}

function deadline(state: KeeperState): Millis | undefined {
  if (state.kind === 'ended') return undefined;
  const mine = state.sessions.filter(({ by }) => by === 'keeper').map(({ last }) => after(last, state.config.every));
  const bound = endOf(state)?.at ?? (state.kind === 'attached' && mine.length > 0 ? state.until : undefined);
  const all = bound === undefined ? mine : [...mine, bound];
  return all.length === 0 ? undefined : millis(Math.min(...all));
}
