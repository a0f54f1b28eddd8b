import { after } from '@baylink/kernel';
import { closesSocket } from '../codes.table.js';
import type { DoipVersion } from '../header.js';
import type { DoipKind, DoipMessage } from '../message.js';
import { type Frame, STREAM_START, splitStream } from '../stream.js';
import { closeSocket, provedAlive, requestActivation } from './activation.js';
import { ENTITY_TIMING } from './config.js';
import { diagnostic } from './diagnostics.js';
import type { Security, SocketId } from './state.js';
import type { Turn } from './turn.js';

/** What an entity takes from a TCP_DATA socket. Acknowledgements and NACKs of the tester are taken and left alone. */
const ACCEPTED: ReadonlySet<DoipKind> = new Set([
  'activation-request',
  'alive-check-response',
  'diagnostic-message',
  'header-nack',
  'diagnostic-ack',
  'diagnostic-nack',
]);

/** Sockets without activation that are kept beside the active ones; a flood gets no further. */
const SPARE_SOCKETS = 8;

export function socketOpened(turn: Turn, id: SocketId, security: Security): void {
  if (turn.sockets.size >= turn.config.maxSockets + SPARE_SOCKETS) {
    turn.out.push({ kind: 'close', socket: id });
    return;
  }
  const until = after(turn.now, ENTITY_TIMING.initialInactivity);
  turn.sockets.set(id, { security, stream: STREAM_START, phase: { kind: 'initialised', until } });
}

export function socketData(turn: Turn, id: SocketId, bytes: Uint8Array): void {
  const socket = turn.sockets.get(id);
  if (socket === undefined) return;
  turn.touch(id);
  const policy = { accepts: ACCEPTED, maxPayload: turn.config.maxDataSize };
  const { state: stream, frames } = splitStream(socket.stream, bytes, policy);
  turn.sockets.set(id, { ...(turn.sockets.get(id) ?? socket), stream });
  for (const frame of frames) {
    if (!turn.sockets.has(id)) return;
    if (frame.kind === 'message') received(turn, id, frame.message, frame.version);
    else faulty(turn, id, frame);
  }
}

function faulty(turn: Turn, id: SocketId, { code, version }: Extract<Frame, { kind: 'fault' }>): void {
  turn.send(id, { kind: 'header-nack', code }, version ?? turn.config.version);
  if (closesSocket(code)) closeSocket(turn, id);
}

function received(turn: Turn, id: SocketId, message: DoipMessage, version: DoipVersion): void {
  if (message.kind === 'activation-request') requestActivation(turn, { socket: id, request: message, version });
  else if (message.kind === 'alive-check-response') provedAlive(turn, id, message.source);
  else if (message.kind === 'diagnostic-message') diagnostic(turn, id, message, version);
}
