import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import { NRC } from '../codec/nrc.table.js';
import { CLIENT_WORDS, type ClientWords } from './dialects.table.js';
import type { ClientConfig, ClientInput, ClientOut, Outcome } from './io.js';
import { matchResponse } from './match.js';
import { mayRepeat } from './request-rules.js';
import type { Call, ClientState } from './state.js';

type Turn = Step<ClientState, ClientOut>;
type Timer = 'P2' | 'P2*';

export const createClient = (config: ClientConfig): ClientState => ({
  config,
  timing: { p2: config.p2, p2Star: config.p2Star },
  activity: { kind: 'idle' },
});

/** The UDS client of one unit: one request at a time, from its sending to its outcome. (ISO 14229-2) */
export const client: Machine<ClientState, ClientInput, ClientOut> = { step, deadline };

function step(state: ClientState, input: ClientInput, now: Millis): Turn {
  switch (input.kind) {
    case 'request':
      return open(state, input.id, input.bytes, now);
    case 'sent':
      return state.activity.kind === 'sending' && state.activity.call.id === input.id
        ? only(waiting(state, state.activity.call, 'P2', now))
        : only(state);
    case 'indication':
      return only(indicated(state));
    case 'message':
      return take(state, input.bytes, now);
    case 'link-failed':
      return state.activity.kind === 'idle'
        ? only(state)
        : done(state, state.activity.call, {
            kind: 'link',
            error: input.error,
            ...(state.activity.kind === 'sending' ? {} : { sent: true }),
          });
    case 'tick':
      return tick(state, now);
    default:
      return unreachable(input);
  }
}

const wordsOf = ({ config }: ClientState): ClientWords => CLIENT_WORDS[config.dialect ?? 'uds'];

const only = (state: ClientState): Turn => ({ state, out: [] });

const done = (state: ClientState, { id }: Call, outcome: Outcome): Turn => ({
  state: { ...state, activity: { kind: 'idle' } },
  out: [{ kind: 'done', id, outcome }],
});

const send = (state: ClientState, call: Call): Turn => ({
  state: { ...state, activity: { kind: 'sending', call } },
  out: [{ kind: 'send', id: call.id, bytes: call.bytes }],
});

function waiting(state: ClientState, call: Call, timer: Timer, now: Millis): ClientState {
  const limit = timer === 'P2' ? state.timing.p2 : state.timing.p2Star;
  return { ...state, activity: { kind: 'waiting', call, timer, until: after(after(now, limit), state.config.margin) } };
}

function open(state: ClientState, id: number, bytes: Uint8Array, now: Millis): Turn {
  const refused = (reason: 'busy' | 'empty request'): Turn => ({
    state,
    out: [{ kind: 'done', id, outcome: { kind: 'refused', reason } }],
  });
  if (state.activity.kind !== 'idle') return refused('busy');
  return bytes.length === 0
    ? refused('empty request')
    : send(state, { id, bytes, started: now, repeats: 0, pendings: 0 });
}

/** P2 and P2* measure the silence before a response, not its length. (ISO 14229-2, P2client to the first frame) */
function indicated(state: ClientState): ClientState {
  const { activity } = state;
  switch (activity.kind) {
    case 'sending':
      return { ...state, activity: { kind: 'receiving', call: activity.call, timer: 'P2' } };
    case 'waiting':
      return { ...state, activity: { kind: 'receiving', call: activity.call, timer: activity.timer } };
    case 'idle':
    case 'receiving':
    case 'backing-off':
      return state;
    default:
      return unreachable(activity);
  }
}

function take(state: ClientState, bytes: Uint8Array, now: Millis): Turn {
  const { activity } = state;
  if (activity.kind === 'idle') return stray(state, bytes, 'no request is open');
  if (activity.kind === 'backing-off') return stray(state, bytes, 'the request is about to be repeated');
  const { call } = activity;
  const match = matchResponse(call.bytes, bytes, state.config.dialect);
  switch (match.kind) {
    case 'positive':
      return done({ ...state, timing: wordsOf(state).timing(bytes, state.timing, state.config) }, call, {
        kind: 'positive',
        bytes,
      });
    case 'negative':
      return refusedBy(state, call, match.nrc, now);
    case 'stray':
      return stray(activity.kind === 'receiving' ? waiting(state, call, activity.timer, now) : state, bytes, match.why);
    default:
      return unreachable(match);
  }
}

const stray = (state: ClientState, bytes: Uint8Array, why: string): Turn => ({
  state,
  out: [{ kind: 'stray', bytes, why }],
});

function refusedBy(state: ClientState, call: Call, nrc: number, now: Millis): Turn {
  const { delay, limit } = state.config.busy;
  if (nrc === NRC.requestCorrectlyReceivedResponsePending) {
    const patient = { ...call, pendings: call.pendings + 1 };
    return {
      state: waiting(state, patient, 'P2*', now),
      out: [{ kind: 'pending', id: call.id, count: patient.pendings }],
    };
  }
  // A unit that has said 0x78 has begun: after that 0x21 is no invitation to begin once more.
  if (nrc === NRC.busyRepeatRequest && call.repeats < limit && call.pendings === 0 && mayRepeat(call.bytes)) {
    const again = { ...call, repeats: call.repeats + 1 };
    return only({ ...state, activity: { kind: 'backing-off', call: again, at: after(now, delay) } });
  }
  return done(state, call, { kind: 'negative', sid: call.bytes[0] ?? 0, nrc });
}

const totalEnd = (state: ClientState, call: Call): Millis => after(call.started, state.config.total);

function tick(state: ClientState, now: Millis): Turn {
  const { activity } = state;
  if (activity.kind === 'idle') return only(state);
  const { call } = activity;
  const spent = millis(now - call.started);
  if (activity.kind === 'waiting' && now >= activity.until) {
    return activity.timer === 'P2' && wordsOf(state).wantsSilence(call.bytes)
      ? done(state, call, { kind: 'silent' })
      : done(state, call, { kind: 'timeout', timer: activity.timer, after: spent });
  }
  if (now >= totalEnd(state, call)) return done(state, call, { kind: 'timeout', timer: 'total', after: spent });
  return activity.kind === 'backing-off' && now >= activity.at ? send(state, call) : only(state);
}

function deadline(state: ClientState): Millis | undefined {
  const { activity } = state;
  switch (activity.kind) {
    case 'idle':
      return undefined;
    case 'sending':
    case 'receiving':
      return totalEnd(state, activity.call);
    case 'waiting':
      return millis(Math.min(activity.until, totalEnd(state, activity.call)));
    case 'backing-off':
      return millis(Math.min(activity.at, totalEnd(state, activity.call)));
    default:
      return unreachable(activity);
  }
}
