import { after, type Millis } from '@baylink/kernel';
import { ACTIVATION, closesSocket } from '../codes.table.js';
import type { ActivationResponse, DiagnosticMessage, DoipKind, DoipMessage } from '../message.js';
import { type Frame, splitStream } from '../stream.js';
import {
  type ActiveTester,
  type SendFailure,
  TESTER_TIMING,
  type TesterConfig,
  type TesterOut,
  type TesterState,
} from './state.js';
import { end, type Turn, transmit } from './turn.js';

const POLICY = {
  accepts: new Set<DoipKind>([
    'header-nack',
    'activation-response',
    'alive-check-request',
    'diagnostic-message',
    'diagnostic-ack',
    'diagnostic-nack',
  ]),
  maxPayload: 0x10_0000,
};

/** A chunk from the entity: all messages that it completes, in order. */
export function receive(config: TesterConfig, state: TesterState, bytes: Uint8Array, now: Millis): Turn {
  if (state.kind !== 'activating' && state.kind !== 'active') return { state, out: [] };
  const { state: stream, frames } = splitStream(state.stream, bytes, POLICY);
  let next: TesterState = { ...state, stream };
  const out: TesterOut[] = [];
  for (const frame of frames) {
    const turn: Turn = frame.kind === 'fault' ? fault(next, frame) : message(config, next, frame.message, now);
    next = turn.state;
    for (const each of turn.out) out.push(each);
  }
  return { state: next, out };
}

function fault(state: TesterState, { code }: Extract<Frame, { kind: 'fault' }>): Turn {
  return closesSocket(code) ? end(state, { kind: 'stream-broken', code }) : { state, out: [{ kind: 'ignored' }] };
}

/** An alive check is answered in any state. (ISO 13400-2, T_TCP_Alive_Check) */
function message(config: TesterConfig, state: TesterState, received: DoipMessage, now: Millis): Turn {
  if (state.kind === 'ended') return { state, out: [] };
  if (received.kind === 'alive-check-request') {
    return { state, out: [transmit(config, { kind: 'alive-check-response', source: config.address })] };
  }
  if (state.kind === 'active') return whileActive(config, state, received);
  if (received.kind === 'activation-response') return activation(config, state, received, now);
  if (received.kind === 'header-nack') return end(state, { kind: 'header-nack', code: received.code });
  return { state, out: [{ kind: 'ignored' }] };
}

function activation(config: TesterConfig, state: TesterState, { entity, code }: ActivationResponse, now: Millis): Turn {
  if (state.kind !== 'activating') return { state, out: [] };
  if (code === ACTIVATION.confirmationRequired && state.awaits === 'entity') {
    return { state: { ...state, until: after(now, TESTER_TIMING.confirmation), awaits: 'person' }, out: [] };
  }
  if (code !== ACTIVATION.ok) return end(state, { kind: 'activation-refused', code });
  if (config.entity !== undefined && config.entity !== entity) return end(state, { kind: 'other-entity', entity });
  const keepAliveAt = after(now, TESTER_TIMING.keepAlive);
  return {
    state: { kind: 'active', stream: state.stream, entity, pending: [], keepAliveAt },
    out: [{ kind: 'activated', entity }],
  };
}

function whileActive(config: TesterConfig, state: ActiveTester, received: DoipMessage): Turn {
  switch (received.kind) {
    case 'diagnostic-message':
      return { state, out: [diagnostic(config, received)] };
    case 'diagnostic-ack':
      return settle(state, received.source, undefined);
    case 'diagnostic-nack':
      return settle(state, received.source, { kind: 'diagnostic-nack', code: received.code });
    case 'header-nack':
      return settle(state, state.pending[0]?.target, { kind: 'header-nack', code: received.code });
    default:
      return { state, out: [{ kind: 'ignored' }] };
  }
}

function diagnostic({ address }: TesterConfig, { source, target, data: bytes }: DiagnosticMessage): TesterOut {
  return target === address ? { kind: 'message', source, bytes } : { kind: 'ignored' };
}

/**
 * The oldest message that was sent to `source` is settled; some gateways acknowledge everything from their own
 * address, which then stands for the oldest message of all.
 */
function settle(state: ActiveTester, source: number | undefined, failure: SendFailure | undefined): Turn {
  const own = source === state.entity ? state.pending[0] : undefined;
  const settled = state.pending.find(({ target }) => target === source) ?? own;
  if (settled === undefined) return { state, out: [{ kind: 'ignored' }] };
  const { id } = settled;
  return {
    state: { ...state, pending: state.pending.filter((each) => each !== settled) },
    out: [failure === undefined ? { kind: 'confirmed', id } : { kind: 'failed', id, reason: failure }],
  };
}
