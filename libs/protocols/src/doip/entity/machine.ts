import { after, type Machine, type Millis, unreachable } from '@baylink/kernel';
import { closeSocket, socketGone } from './activation.js';
import { ENTITY_TIMING, type EntityConfig } from './config.js';
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
      socketOpened(turn, input.socket);
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
    if ((closesAt(socket) ?? Number.POSITIVE_INFINITY) <= turn.now) closeSocket(turn, id);
  }
}

/** When this socket is closed unless something happens; never while it waits for others. */
function closesAt({ phase }: Socket): Millis | undefined {
  if (phase.kind === 'activating') return undefined;
  if (phase.kind === 'initialised' || phase.aliveCheck.kind === 'none') return phase.until;
  return phase.aliveCheck.until < phase.until ? phase.aliveCheck.until : phase.until;
}

function answersAt({ phase }: Socket): Millis | undefined {
  return phase.kind === 'active' && phase.responses.held.length > 0 ? phase.responses.until : undefined;
}

function deadline({ sockets, announcing }: EntityState): Millis | undefined {
  const times = [...sockets.values()].flatMap((socket) => [closesAt(socket) ?? [], answersAt(socket) ?? []].flat());
  if (announcing.kind === 'due') times.push(announcing.at);
  return times.length === 0 ? undefined : (Math.min(...times) as Millis);
}
