import { after, type Machine, type Millis, unreachable } from '@baylink/kernel';
import { STREAM_START } from '../stream.js';
import { receive } from './receive.js';
import { TESTER_TIMING, type TesterConfig, type TesterInput, type TesterOut, type TesterState } from './state.js';
import { end, type Turn, transmit } from './turn.js';

/** The external test equipment's end of one TCP_DATA socket (ISO 13400-2): start it in `TESTER_START`. */
export function doipTester(config: TesterConfig): Machine<TesterState, TesterInput, TesterOut> {
  return {
    step: (state, input, now) => step(config, state, input, now),
    deadline,
  };
}

function step(config: TesterConfig, state: TesterState, input: TesterInput, now: Millis): Turn {
  switch (input.kind) {
    case 'connected':
      return connected(config, state, now);
    case 'data':
      return receive(config, state, input.bytes, now);
    case 'send':
      return send(config, state, input, now);
    case 'closed':
      return end(state, { kind: 'closed' });
    case 'tick':
      return tick(config, state, now);
    default:
      return unreachable(input);
  }
}

function connected(config: TesterConfig, state: TesterState, now: Millis): Turn {
  if (state.kind !== 'unconnected') return { state, out: [] };
  const { address: source, activationType } = config;
  return {
    state: { kind: 'activating', stream: STREAM_START, until: after(now, TESTER_TIMING.control), awaits: 'entity' },
    out: [transmit(config, { kind: 'activation-request', source, activationType })],
  };
}

function send(
  config: TesterConfig,
  state: TesterState,
  input: Extract<TesterInput, { kind: 'send' }>,
  now: Millis,
): Turn {
  const { id, target, bytes: data } = input;
  if (state.kind !== 'active') return { state, out: [{ kind: 'failed', id, reason: { kind: 'not-active' } }] };
  const until = after(now, TESTER_TIMING.acknowledgement);
  return {
    state: {
      ...state,
      pending: [...state.pending, { id, target, until }],
      keepAliveAt: after(now, TESTER_TIMING.keepAlive),
    },
    out: [transmit(config, { kind: 'diagnostic-message', source: config.address, target, data })],
  };
}

function tick(config: TesterConfig, state: TesterState, now: Millis): Turn {
  if (state.kind === 'activating' && state.until <= now)
    return end(state, { kind: state.awaits === 'person' ? 'activation-unconfirmed' : 'activation-unanswered' });
  if (state.kind !== 'active') return { state, out: [] };
  const late = state.pending.filter(({ until }) => until <= now);
  const out: TesterOut[] = late.map(({ id }) => ({ kind: 'failed', id, reason: { kind: 'no-acknowledgement' } }));
  const pending = state.pending.filter(({ until }) => until > now);
  if (state.keepAliveAt > now) return { state: { ...state, pending }, out };
  out.push(transmit(config, { kind: 'alive-check-response', source: config.address }));
  return { state: { ...state, pending, keepAliveAt: after(now, TESTER_TIMING.keepAlive) }, out };
}

function deadline(state: TesterState): Millis | undefined {
  if (state.kind === 'activating') return state.until;
  if (state.kind !== 'active') return undefined;
  // Every message is given the same time, so that the oldest one is due first.
  const oldest = state.pending[0]?.until;
  return oldest === undefined || state.keepAliveAt < oldest ? state.keepAliveAt : oldest;
}
