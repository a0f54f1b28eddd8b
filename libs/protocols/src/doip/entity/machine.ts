import { after, type Machine, type Millis, unreachable } from '@baylink/kernel';
import { closeSocket, socketGone } from './activation.js';
import { ENTITY_TIMING, type EntityConfig } from './config.js';
import { confirm, rejectUnconfirmed } from './confirmation.js';
import { setObstacle } from './diagnostics.js';
import { releaseResponses, unitResponse } from './responses.js';
import type { EntityInput, EntityOut, EntityState, Socket } from './state.js';
import { socketData, socketOpened } from './tcp.js';
import { Turn } from './turn.js';
import { announce, datagramReceived } from './udp.js';

/** A DoIP entity (ISO 13400-2) without its sockets: start it in `ENTITY_START`. */
export function doipEntity(config: EntityConfig): Machine<EntityState, EntityInput, EntityOut> {
  return {
    step(state, input, now) {
      const turn = new Turn(config, state, now);
      apply(turn, input);
      elapse(turn);
      return turn.finish();
    },
    deadline,
  };
}

function apply(turn: Turn, input: EntityInput): void {
  switch (input.kind) {
    case 'start':
      turn.announcing = { kind: 'due', at: after(turn.now, input.wait), left: ENTITY_TIMING.announceCount };
      break;
    case 'datagram':
      datagramReceived(turn, input.from, input.bytes);
      break;
    case 'opened':
      socketOpened(turn, input.socket, input.security);
      break;
    case 'data':
      socketData(turn, input.socket, input.bytes);
      break;
    case 'closed':
      socketGone(turn, input.socket);
      break;
    case 'response':
      unitResponse(turn, input.unit, input.tester, input.bytes);
      break;
    case 'power':
      turn.powerMode = input.mode;
      break;
    case 'confirmation':
      confirm(turn, input.tester, input.given);
      break;
    case 'obstacle':
      setObstacle(turn, input.unit, input.nack);
      break;
    case 'tick':
      break;
    default:
      unreachable(input);
  }
}

/** Closes every socket whose time is up; closing one may activate another, which is then looked at as well. */
function elapse(turn: Turn): void {
  announce(turn);
  releaseResponses(turn);
  for (const [id, socket] of turn.sockets) {
    if ((endsAt(socket) ?? Number.POSITIVE_INFINITY) > turn.now) continue;
    if (socket.phase.kind === 'unconfirmed') rejectUnconfirmed(turn, id, socket.phase);
    else closeSocket(turn, id);
  }
}

/** When this socket is given up unless something happens; never while it waits for others. */
function endsAt({ phase }: Socket): Millis | undefined {
  if (phase.kind === 'activating') return undefined;
  if (phase.kind !== 'active' || phase.aliveCheck.kind === 'none') return phase.until;
  return phase.aliveCheck.until < phase.until ? phase.aliveCheck.until : phase.until;
}

function answersAt({ phase }: Socket): Millis | undefined {
  return phase.kind === 'active' && phase.responses.held.length > 0 ? phase.responses.until : undefined;
}

function deadline({ sockets, announcing }: EntityState): Millis | undefined {
  const times = [...sockets.values()].flatMap((socket) => [endsAt(socket) ?? [], answersAt(socket) ?? []].flat());
  if (announcing.kind === 'due') times.push(announcing.at);
  return times.length === 0 ? undefined : (Math.min(...times) as Millis);
}
