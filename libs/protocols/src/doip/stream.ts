import { concat } from '@baylink/kernel';
import { decodePayload } from './codec.js';
import { closesSocket, HEADER_NACK, type HeaderNack } from './codes.table.js';
import { type DoipHeader, type DoipVersion, HEADER_BYTES, readHeader, VERSION_ANY } from './header.js';
import type { DoipKind, DoipMessage } from './message.js';
import { kindOf, PAYLOADS } from './payloads.table.js';

/** What one side of a TCP_DATA socket is ready to receive. */
export interface FramePolicy {
  readonly accepts: ReadonlySet<DoipKind>;
  /** Largest payload; a larger one is skipped as it arrives, never stored. */
  readonly maxPayload: number;
}

/** What came out of the stream, in order. After a fault that closes the socket nothing more comes. */
export type Frame =
  | { readonly kind: 'message'; readonly message: DoipMessage; readonly version: DoipVersion }
  | { readonly kind: 'fault'; readonly code: HeaderNack; readonly version: DoipVersion | undefined };

/** Between two chunks of a TCP stream, which cuts messages anywhere. */
export type StreamState =
  | { readonly at: 'header'; readonly start: Uint8Array }
  | {
      readonly at: 'payload';
      readonly kind: DoipKind;
      readonly version: DoipVersion;
      readonly got: Pieces | undefined;
      readonly missing: number;
    }
  | { readonly at: 'skip'; readonly missing: number }
  | { readonly at: 'broken' };

/** Pieces of a payload, the newest first: many small ones cost no more than few large ones. */
interface Pieces {
  readonly newest: Uint8Array;
  readonly older: Pieces | undefined;
}

export const STREAM_START: StreamState = { at: 'header', start: new Uint8Array() };

/** Feeds the next chunk of the stream; the generic DoIP header handler of ISO 13400-2 in its order of checks. */
export function splitStream(
  state: StreamState,
  chunk: Uint8Array,
  policy: FramePolicy,
): { readonly state: StreamState; readonly frames: readonly Frame[] } {
  const frames: Frame[] = [];
  let next = state;
  let at = 0;
  while (at < chunk.length && next.at !== 'broken') {
    const end = Math.min(at + wanted(next), chunk.length);
    next = take(next, chunk.subarray(at, end), policy, frames);
    at = end;
  }
  return { state: next, frames };
}

const wanted = (state: Exclude<StreamState, { at: 'broken' }>) =>
  state.at === 'header' ? HEADER_BYTES - state.start.length : state.missing;

function take(
  state: Exclude<StreamState, { at: 'broken' }>,
  bytes: Uint8Array,
  policy: FramePolicy,
  frames: Frame[],
): StreamState {
  if (state.at === 'header') {
    const start = state.start.length === 0 ? bytes : concat(state.start, bytes);
    return start.length < HEADER_BYTES ? { at: 'header', start: start.slice() } : afterHeader(start, policy, frames);
  }
  const missing = state.missing - bytes.length;
  if (state.at === 'skip') return missing === 0 ? STREAM_START : { at: 'skip', missing };
  if (missing === 0 && state.got === undefined) return complete(state.kind, state.version, bytes, frames);
  if (missing === 0) return complete(state.kind, state.version, join({ newest: bytes, older: state.got }), frames);
  return { ...state, got: { newest: bytes.slice(), older: state.got }, missing };
}

function afterHeader(bytes: Uint8Array, policy: FramePolicy, frames: Frame[]): StreamState {
  const header = readHeader(bytes);
  if (!header.ok || header.value.version === VERSION_ANY) {
    frames.push({ kind: 'fault', code: HEADER_NACK.incorrectPattern, version: undefined });
    return { at: 'broken' };
  }
  const { version, length } = header.value;
  const kind = check(header.value, policy);
  if (typeof kind === 'number') {
    frames.push({ kind: 'fault', code: kind, version });
    if (closesSocket(kind)) return { at: 'broken' };
    return length === 0 ? STREAM_START : { at: 'skip', missing: length };
  }
  if (length === 0) return complete(kind, version, new Uint8Array(), frames);
  return { at: 'payload', kind, version, got: undefined, missing: length };
}

/** What kind of message may follow this header, or why none may. */
export function check({ type, length }: DoipHeader, { accepts, maxPayload }: FramePolicy): DoipKind | HeaderNack {
  const kind = kindOf(type);
  if (kind === undefined || !accepts.has(kind)) return HEADER_NACK.unknownPayloadType;
  if (length > maxPayload) return HEADER_NACK.messageTooLarge;
  return PAYLOADS[kind].fits(length) ? kind : HEADER_NACK.invalidPayloadLength;
}

function complete(kind: DoipKind, version: DoipVersion, payload: Uint8Array, frames: Frame[]): StreamState {
  const message = decodePayload(kind, payload);
  if (message !== undefined) frames.push({ kind: 'message', message, version });
  return STREAM_START;
}

function join(pieces: Pieces): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at: Pieces | undefined = pieces; at !== undefined; at = at.older) parts.push(at.newest);
  return concat(...parts.reverse());
}
