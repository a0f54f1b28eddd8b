import { after, type Millis, type Step } from '@baylink/kernel';
import { encodeMessage } from '../codec.js';
import type { DoipVersion } from '../header.js';
import type { DoipMessage } from '../message.js';
import { ENTITY_TIMING, type EntityConfig } from './config.js';
import type { ActivePhase, Announcing, EntityOut, EntityState, Phase, PowerMode, Socket, SocketId } from './state.js';

/** One step under way: a draft of the next state and the outs so far. Lives no longer than the step. */
export class Turn {
  readonly sockets: Map<SocketId, Socket>;
  readonly out: EntityOut[] = [];
  announcing: Announcing;
  powerMode: PowerMode;
  obstacles: EntityState['obstacles'];

  constructor(
    readonly config: EntityConfig,
    state: EntityState,
    readonly now: Millis,
  ) {
    this.sockets = new Map(state.sockets);
    this.announcing = state.announcing;
    this.powerMode = state.powerMode;
    this.obstacles = state.obstacles;
  }

  finish(): Step<EntityState, EntityOut> {
    const { sockets, announcing, powerMode, obstacles, out } = this;
    return { state: { sockets, announcing, powerMode, obstacles }, out };
  }

  enter(id: SocketId, phase: Phase): void {
    const socket = this.sockets.get(id);
    if (socket !== undefined) this.sockets.set(id, { ...socket, phase });
  }

  send(id: SocketId, message: DoipMessage, version: DoipVersion): void {
    this.out.push({ kind: 'send', socket: id, bytes: encodeMessage(message, version) });
    this.touch(id);
  }

  /** Traffic in either direction restarts the general inactivity timer. (ISO 13400-2, T_TCP_General_Inactivity) */
  touch(id: SocketId): void {
    const phase = this.sockets.get(id)?.phase;
    if (phase?.kind === 'active') this.enter(id, { ...phase, until: after(this.now, ENTITY_TIMING.generalInactivity) });
  }

  /** Active sockets in the order in which they were opened. */
  active(): { readonly socket: SocketId; readonly phase: ActivePhase }[] {
    return [...this.sockets].flatMap(([socket, { phase }]) => (phase.kind === 'active' ? [{ socket, phase }] : []));
  }
}
