import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import type { RandomId } from '../identity/names.js';
import type { StreamFrame, StreamPayload } from './frame.js';
import { streamLimits } from './stream-limits.table.js';

/**
 * One end of a reliable stream. Both ends run the same machine over a path that may lose, repeat and reorder frames and
 * vanish for hours. Recovery has one mechanism: `resume` asks the peer where it stands; both then send what is missing.
 */
export interface StreamState {
  readonly stream: RandomId;
  /**
   * `resuming`: a path was made and nothing has been heard on it. `asking`: the outbox does not move and the peer was asked
   * why; on a slow path it merely takes long. `closed`: the peer does not know this stream.
   */
  readonly phase: 'cut' | 'resuming' | 'flowing' | 'asking' | 'closed';
  /** Payloads that the peer has not acknowledged, oldest first. */
  readonly outbox: readonly StreamPayload[];
  readonly outboxBytes: number;
  /** Payloads acknowledged by the peer: the number of `outbox[0]`. */
  readonly acked: number;
  /** Payloads delivered here, in order; `consumed` of them have been dealt with and are acknowledged. */
  readonly received: number;
  readonly consumed: number;
  /** The acknowledgement last told to the peer. */
  readonly told: number;
  /** When something was last sent, when an acknowledgement last moved, when a resume was last sent. */
  readonly sentAt: Millis;
  readonly movedAt: Millis;
  readonly askedAt: Millis;
  /** Resumes sent since the last progress of any kind. */
  readonly asked: number;
  /** A number is missing in what arrives. */
  readonly gap: boolean;
}

export type StreamInput =
  | { readonly kind: 'send'; readonly payload: StreamPayload }
  /** The oldest delivered payload that was not consumed yet has been dealt with. */
  | { readonly kind: 'consumed' }
  | { readonly kind: 'frame'; readonly frame: StreamFrame }
  /** A path to the peer exists, or was made anew. */
  | { readonly kind: 'path' }
  | { readonly kind: 'no-path' }
  | { readonly kind: 'tick' };

export type StreamOut =
  | { readonly kind: 'transmit'; readonly frame: StreamFrame }
  | { readonly kind: 'deliver'; readonly payload: StreamPayload }
  /** The window is full and the payload was not taken; try again after `drained`. */
  | { readonly kind: 'full' }
  | { readonly kind: 'drained' }
  /** The peer does not know this stream any more, or broke its rules: what is in the outbox is lost. */
  | { readonly kind: 'reset' };

type Turn = Step<StreamState, StreamOut>;

export function openStream(stream: RandomId, now: Millis): StreamState {
  return {
    stream,
    phase: 'cut',
    outbox: [],
    outboxBytes: 0,
    acked: 0,
    received: 0,
    consumed: 0,
    told: 0,
    sentAt: now,
    movedAt: now,
    askedAt: now,
    asked: 0,
    gap: false,
  };
}

/** Bytes that a payload takes of the window: its text, and a little for the frame around it. */
export const payloadSize = (payload: StreamPayload): number =>
  128 + (payload.kind === 'envelope' ? payload.jws.length : payload.data.length);

/** Whether `send` would be taken now. */
export const hasRoom = (state: StreamState, payload: StreamPayload): boolean =>
  state.outbox.length < streamLimits.windowCount &&
  (state.outbox.length === 0 || state.outboxBytes + payloadSize(payload) <= streamLimits.windowBytes);

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

/** Nothing shows that the peer knows this stream. */
const unknownYet = (state: StreamState): boolean => state.acked === 0 && state.received === 0;

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

const later = (a: Millis, b: Millis): Millis => millis(Math.max(a, b));

/** When the peer must be asked where it stands: no answer to a resume, a gap, or an outbox that does not move. */
function askDeadline(state: StreamState): Millis | undefined {
  const wait = millis(streamLimits.resend * 2 ** Math.min(Math.max(state.asked - 1, 0), streamLimits.doublings));
  if (state.phase !== 'flowing' || state.gap) return after(state.askedAt, wait);
  return state.outbox.length > 0 ? after(later(state.movedAt, state.askedAt), wait) : undefined;
}

/** When the peer must hear an acknowledgement, or merely a sign of life. */
function ackDeadline(state: StreamState): Millis | undefined {
  if (unknownYet(state)) return undefined;
  return after(state.sentAt, state.told < state.consumed ? streamLimits.ackDelay : streamLimits.keepAlive);
}

function deadline(state: StreamState): Millis | undefined {
  if (state.phase === 'cut' || state.phase === 'closed') return undefined;
  const asking = askDeadline(state);
  const acking = ackDeadline(state);
  if (asking === undefined || acking === undefined) return asking ?? acking;
  return millis(Math.min(asking, acking));
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
