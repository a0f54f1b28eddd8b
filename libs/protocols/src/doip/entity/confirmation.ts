import { ACTIVATION } from '../codes.table.js';
import { claimSocket, refuse } from './activation.js';
import type { Phase, SocketId } from './state.js';
import type { Turn } from './turn.js';

type Unconfirmed = Extract<Phase, { kind: 'unconfirmed' }>;

/** Somebody in the vehicle has answered: a yes goes on like an activation that needs none, a no closes the socket. */
export function confirm(turn: Turn, tester: number, given: boolean): void {
  for (const [socket, { phase }] of [...turn.sockets]) {
    if (phase.kind !== 'unconfirmed' || phase.request.source !== tester) continue;
    const { request, version } = phase;
    if (given) claimSocket(turn, { socket, request, version, consent: 'not-needed' });
    else rejectUnconfirmed(turn, socket, phase);
  }
}

/** A no, or nobody there to say yes. */
export function rejectUnconfirmed(turn: Turn, socket: SocketId, { request, version }: Unconfirmed): void {
  refuse(turn, { socket, request, version, consent: 'needed' }, ACTIVATION.confirmationRejected);
}
