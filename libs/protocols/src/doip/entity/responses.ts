import { after } from '@baylink/kernel';
import type { DiagnosticMessage } from '../message.js';
import type { SocketId } from './state.js';
import type { Turn } from './turn.js';

/** A unit answers: the message goes to the socket of its tester, and nowhere when there is none. */
export function unitResponse(turn: Turn, source: number, target: number, data: Uint8Array): void {
  const message: DiagnosticMessage = { kind: 'diagnostic-message', source, target, data };
  for (const { socket, phase } of turn.active()) {
    if (phase.tester !== target) continue;
    const { until, held } = phase.responses;
    turn.enter(socket, { ...phase, responses: { until, held: [...held, message] } });
  }
}

/** Sends the oldest response of each socket whose routing time has come. */
export function releaseResponses(turn: Turn): void {
  for (const { socket, phase } of turn.active()) {
    const { until, held } = phase.responses;
    const [oldest, ...rest] = held;
    if (oldest === undefined || until > turn.now) continue;
    turn.enter(socket, { ...phase, responses: { until, held: rest } });
    turn.send(socket, oldest, phase.version);
    delayResponses(turn, socket);
  }
}

/** A message that belongs to diagnostics has just been sent: the next response keeps its distance. */
export function delayResponses(turn: Turn, socket: SocketId): void {
  const phase = turn.sockets.get(socket)?.phase;
  if (phase?.kind !== 'active') return;
  const until = after(turn.now, turn.config.routingTime);
  turn.enter(socket, { ...phase, responses: { until, held: phase.responses.held } });
}
