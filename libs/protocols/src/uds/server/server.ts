import { after, type Machine, type Millis, millis, type Step, seconds, unreachable } from '@baylink/kernel';
import { subFunctionOf } from '../codec/codec.js';
import { NRC } from '../codec/nrc.table.js';
import { SID } from '../codec/services.table.js';
import { NOT_AUTHENTICATED } from './authentication.js';
import { refuse, takeAnswer } from './conclude.js';
import type { ServerConfig } from './config.js';
import { busyOut, exchangeOf, pendingOut } from './exchange.js';
import type { ServerInput, ServerOut, ServerStart } from './io.js';
import { perform } from './perform.js';
import { nextDue, sendDue } from './periodic.js';
import { closedSecurity } from './security.js';
import { idle, lapse, sessionResponse } from './session.js';
import { type Asking, DEFAULT_SESSION, type ServerActivity, type ServerState } from './state.js';

type Turn = Step<ServerState, ServerOut>;
type RequestInput = Extract<ServerInput, { readonly kind: 'request' }>;

/** A link that announced a message and then says nothing about it any more has forgotten it. */
const RECEPTION_LIMIT = seconds(120);

export function createServer(config: ServerConfig, start: ServerStart): ServerState {
  const session = start.session ?? DEFAULT_SESSION;
  const state: ServerState = {
    config,
    session,
    activity: { kind: 'idle', s3: undefined },
    security: closedSecurity(config.security, start.failedAttempts ?? 0, start.at),
    transfer: { kind: 'none' },
    authentication: NOT_AUTHENTICATED,
    periodic: [],
    nextAsk: 1,
  };
  return {
    ...state,
    activity: start.owed === undefined ? idle(state, start.at) : { kind: 'owing', owed: start.owed, at: start.at },
  };
}

/** The UDS server of one unit. (ISO 14229-1 for what it answers, ISO 14229-2 for when) */
export const server: Machine<ServerState, ServerInput, ServerOut> = { step, deadline };

function step(before: ServerState, input: ServerInput, now: Millis): Turn {
  const settled = settle(before, now);
  const turn = react(settled.state, input, now);
  const sent = turn.state.activity.kind === 'gone' ? only(turn.state) : sendDue(turn.state, now);
  return { state: sent.state, out: [...settled.out, ...turn.out, ...sent.out] };
}

/** What was due before the input: a response that is owed, a session that has lapsed. */
function settle(state: ServerState, now: Millis): Turn {
  if (state.activity.kind !== 'owing') return lapse(state, now);
  const { owed } = state.activity;
  const { session, config } = state;
  return {
    state: { ...state, activity: idle(state, now) },
    out: [
      { kind: 'respond', bytes: sessionResponse(session, config.timing), ...owed },
      { kind: 'session', session, cause: 'request' },
    ],
  };
}

function react(state: ServerState, input: ServerInput, now: Millis): Turn {
  const { activity } = state;
  switch (input.kind) {
    case 'indication':
      return activity.kind === 'idle' ? only({ ...state, activity: receiving(now) }) : only(state);
    case 'reception-failed':
      return activity.kind === 'receiving' ? only({ ...state, activity: idle(state, now) }) : only(state);
    case 'request':
      return takeRequest(state, input, now);
    case 'answer':
      return activity.kind === 'asking' && activity.id === input.id
        ? takeAnswer(state, activity, input.result, now)
        : only(state);
    case 'tick':
      return tick(state, now);
    default:
      return unreachable(input);
  }
}

const only = (state: ServerState): Turn => ({ state, out: [] });
const receiving = (now: Millis) => ({ kind: 'receiving', until: after(now, RECEPTION_LIMIT) }) as const;

function takeRequest(state: ServerState, input: RequestInput, now: Millis): Turn {
  const { activity } = state;
  switch (activity.kind) {
    case 'gone':
    case 'owing':
      return only(state);
    case 'idle':
    case 'receiving':
      return input.bytes.length === 0 ? only({ ...state, activity: idle(state, now) }) : perform(state, input, now);
    case 'asking':
      return { state, out: whileBusy(input) };
    default:
      return unreachable(activity);
  }
}

/** The keep-alive of a tester is taken silently; whatever else comes is to be repeated. (ISO 14229-2, NRC 0x21) */
function whileBusy(input: RequestInput): readonly ServerOut[] {
  const exchange = exchangeOf(input);
  const keepAlive = exchange.sid === SID.TesterPresent && subFunctionOf(input.bytes) === 0 && exchange.suppress;
  return keepAlive || input.bytes.length === 0 ? [] : [busyOut(exchange)];
}

function tick(state: ServerState, now: Millis): Turn {
  const { activity } = state;
  switch (activity.kind) {
    case 'receiving':
      return now < activity.until ? only(state) : only({ ...state, activity: idle(state, now) });
    case 'asking':
      return tickAsking(state, activity, now);
    case 'idle':
    case 'owing':
    case 'gone':
      return only(state);
    default:
      return unreachable(activity);
  }
}

function tickAsking(state: ServerState, asking: Asking, now: Millis): Turn {
  if (now >= asking.giveUp) return refuse(state, asking, NRC.generalReject, now);
  if (now < asking.nextPending) return only(state);
  const nextPending = after(now, state.config.timing.pendingEvery);
  return {
    state: { ...state, activity: { ...asking, pendings: asking.pendings + 1, nextPending } },
    out: [pendingOut(asking.exchange)],
  };
}

function deadline({ activity, periodic }: ServerState): Millis | undefined {
  const own = deadlineOf(activity);
  const due = activity.kind === 'gone' ? undefined : nextDue(periodic);
  if (own === undefined || due === undefined) return own ?? due;
  return millis(Math.min(own, due));
}

function deadlineOf(activity: ServerActivity): Millis | undefined {
  switch (activity.kind) {
    case 'idle':
      return activity.s3;
    case 'receiving':
      return activity.until;
    case 'asking':
      return millis(Math.min(activity.nextPending, activity.giveUp));
    case 'owing':
      return activity.at;
    case 'gone':
      return undefined;
    default:
      return unreachable(activity);
  }
}
