import type { Millis, Step } from '@baylink/kernel';
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

export type Turn = Step<StreamState, StreamOut>;

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

/** Nothing shows that the peer knows this stream. */
export const unknownYet = (state: StreamState): boolean => state.acked === 0 && state.received === 0;
