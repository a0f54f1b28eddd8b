import { type Machine, type Millis, unreachable } from '@baylink/kernel';
import type { StreamFrame, StreamPayload } from './frame.js';
import { streamLimits } from './stream-limits.table.js';
import {
  hasRoom,
  payloadSize,
  type StreamInput,
  type StreamOut,
  type StreamState,
  type Turn,
  unknownYet,
} from './stream-state.js';
import { ackDeadline, askDeadline, deadline } from './stream-timing.js';

function step(state: StreamState, input: StreamInput, now: Millis): Turn {
  if (state.phase === 'closed') return { state, out: [] };
  switch (input.kind) {
    case 'send':
      return send(state, input.payload, now);
    case 'consumed':
      return consumed(state, now);
    case 'frame':
      return input.frame.stream === state.stream && state.phase !== 'cut'
        ? hear(state, input.frame, now)
        : { state, out: [] };
    case 'path':
      return ask({ ...state, phase: 'resuming', asked: 0 }, now);
    case 'no-path':
      return { state: { ...state, phase: 'cut' }, out: [] };
    case 'tick':
      return tick(state, now);
    default:
      return unreachable(input);
  }
}

const isMoving = ({ phase }: StreamState): boolean => phase === 'flowing' || phase === 'asking';

function send(state: StreamState, payload: StreamPayload, now: Millis): Turn {
  if (!hasRoom(state, payload)) return { state, out: [{ kind: 'full' }] };
  const queued: StreamState = {
    ...state,
    outbox: [...state.outbox, payload],
    outboxBytes: state.outboxBytes + payloadSize(payload),
    movedAt: state.outbox.length === 0 ? now : state.movedAt,
  };
  return isMoving(state) ? transmit(queued, state.outbox.length, now) : { state: queued, out: [] };
}

/** Sends the outbox from index `from` on. Every data frame acknowledges. */
function transmit(state: StreamState, from: number, now: Millis): Turn {
  const out = state.outbox.slice(from).map((payload, index): StreamOut => {
    const seq = state.acked + from + index;
    return { kind: 'transmit', frame: { kind: 'data', stream: state.stream, seq, ack: state.consumed, payload } };
  });
  return out.length === 0 ? { state, out } : { state: { ...state, told: state.consumed, sentAt: now }, out };
}

function acknowledge(state: StreamState, now: Millis): Turn {
  const frame: StreamFrame = { kind: 'ack', stream: state.stream, ack: state.consumed };
  return { state: { ...state, told: state.consumed, sentAt: now }, out: [{ kind: 'transmit', frame }] };
}

/** A stream of which the peer has shown no sign is introduced by its payloads: a resume of it would be answered by reset. */
function ask(state: StreamState, now: Millis): Turn {
  const asking: StreamState = { ...state, askedAt: now, asked: state.asked + 1 };
  if (unknownYet(state)) return transmit({ ...asking, phase: 'flowing' }, 0, now);
  const frame: StreamFrame = { kind: 'resume', stream: state.stream, ack: state.consumed };
  return {
    state: { ...asking, told: state.consumed, sentAt: now },
    out: [{ kind: 'transmit', frame }],
  };
}

function close(state: StreamState, tell: boolean): Turn {
  const reset: StreamFrame = { kind: 'reset', stream: state.stream };
  return {
    state: { ...state, phase: 'closed', outbox: [], outboxBytes: 0 },
    out: tell ? [{ kind: 'transmit', frame: reset }, { kind: 'reset' }] : [{ kind: 'reset' }],
  };
}

function consumed(state: StreamState, now: Millis): Turn {
  if (state.consumed === state.received) return { state, out: [] };
  const next = { ...state, consumed: state.consumed + 1 };
  const due = isMoving(next) && next.consumed - next.told >= streamLimits.ackEvery;
  return due ? acknowledge(next, now) : { state: next, out: [] };
}

function hear(state: StreamState, frame: StreamFrame, now: Millis): Turn {
  if (frame.kind === 'reset') return close(state, false);
  if (frame.ack > state.acked + state.outbox.length) return close(state, true);
  const settled = settle(state, frame.ack, now);
  const moved = settled.state.acked > state.acked;
  const caughtUp = catchUp(settled.state, moved, frame.kind, now);
  const answered = answer(caughtUp.state, frame, now);
  return { state: answered.state, out: [...settled.out, ...caughtUp.out, ...answered.out] };
}

/** Takes acknowledged payloads out of the outbox. */
function settle(state: StreamState, ack: number, now: Millis): Turn {
  const count = ack - state.acked;
  if (count <= 0) return { state, out: [] };
  const gone = state.outbox.slice(0, count).reduce((sum, payload) => sum + payloadSize(payload), 0);
  const next: StreamState = {
    ...state,
    outbox: state.outbox.slice(count),
    outboxBytes: state.outboxBytes - gone,
    acked: ack,
    movedAt: now,
    asked: 0,
  };
  return { state: next, out: [{ kind: 'drained' }] };
}

/** Sends the outbox again when what was heard shows that the peer lacks it. */
function catchUp(state: StreamState, moved: boolean, kind: StreamFrame['kind'], now: Millis): Turn {
  const flowing: StreamState = { ...state, phase: 'flowing' };
  if (kind === 'resume' || state.phase === 'resuming') return transmit(flowing, 0, now);
  if (state.phase === 'flowing' || moved) return { state: flowing, out: [] };
  return kind === 'ack' ? transmit(flowing, 0, now) : { state, out: [] };
}

function answer(state: StreamState, frame: Exclude<StreamFrame, { readonly kind: 'reset' }>, now: Millis): Turn {
  switch (frame.kind) {
    case 'ack':
      return { state, out: [] };
    case 'resume':
      return acknowledge(state, now);
    case 'data':
      return take(state, frame.seq, frame.payload, now);
    default:
      return unreachable(frame);
  }
}

function take(state: StreamState, seq: number, payload: StreamPayload, now: Millis): Turn {
  if (seq === state.received) {
    const next = { ...state, received: state.received + 1, gap: false, asked: 0 };
    return { state: next, out: [{ kind: 'deliver', payload }] };
  }
  if (seq < state.received) return { state: { ...state, told: Math.min(state.told, state.consumed - 1) }, out: [] };
  if (state.gap) return { state, out: [] };
  return ask({ ...state, gap: true }, now);
}

function tick(state: StreamState, now: Millis): Turn {
  if (state.phase === 'cut') return { state, out: [] };
  const asking = askDeadline(state);
  if (asking !== undefined && now >= asking) {
    if (state.asked >= streamLimits.asks && state.gap) return close(state, true);
    return ask(state.phase === 'flowing' && !state.gap ? { ...state, phase: 'asking' } : state, now);
  }
  const due = ackDeadline(state);
  return due !== undefined && now >= due ? acknowledge(state, now) : { state, out: [] };
}

/** What to do with a frame of a stream that is not known here: its first payload opens it, anything else is reset. */
export function meetStranger(frame: StreamFrame): 'open' | 'reset' | 'ignore' {
  switch (frame.kind) {
    case 'data':
      return frame.seq === 0 ? 'open' : 'reset';
    case 'ack':
    case 'resume':
      return 'reset';
    case 'reset':
      return 'ignore';
    default:
      return unreachable(frame);
  }
}

export const stream: Machine<StreamState, StreamInput, StreamOut> = { step, deadline };
