import { after } from '@baylink/kernel';
import { ACTIVATION, type ActivationCode } from '../codes.table.js';
import type { DoipVersion } from '../header.js';
import type { ActivationRequest } from '../message.js';
import { ENTITY_TIMING, type EntityConfig } from './config.js';
import type { Conflict, Consent, Phase, Security, SocketId } from './state.js';
import type { Turn } from './turn.js';

/** A request together with the socket that it came on and the version that its answer must have. */
export interface Asking {
  readonly socket: SocketId;
  readonly request: ActivationRequest;
  readonly version: DoipVersion;
  readonly consent: Consent;
}

/** A routing activation request has arrived (ISO 13400-2, routing activation handler). */
export function requestActivation(turn: Turn, request: Omit<Asking, 'consent'>): void {
  const socket = turn.sockets.get(request.socket);
  if (socket === undefined || waits(socket.phase)) return;
  const { phase } = socket;
  const policy = turn.config.activationTypes.get(request.request.activationType);
  const asking: Asking = { ...request, consent: policy === 'confirmed' ? 'needed' : 'not-needed' };
  const registered = phase.kind === 'active' ? phase.tester : undefined;
  const refusal = refusalOf(turn.config, socket.security, asking.request, registered);
  if (refusal !== undefined) refuse(turn, asking, refusal);
  else if (registered !== undefined) answer(turn, asking, ACTIVATION.ok);
  else claimSocket(turn, asking);
}

/** Asked once, it is answered once. */
const waits = (phase: Phase): boolean => phase.kind === 'activating' || phase.kind === 'unconfirmed';

/** What can be said without looking at other sockets. */
function refusalOf(
  config: EntityConfig,
  security: Security,
  { source, activationType }: ActivationRequest,
  registered: number | undefined,
): ActivationCode | undefined {
  if (!config.testers.some(({ from, to }) => from <= source && source <= to)) return ACTIVATION.unknownSource;
  if (registered !== undefined && registered !== source) return ACTIVATION.sourceDiffers;
  const policy = config.activationTypes.get(activationType);
  if (policy === undefined) return ACTIVATION.unsupportedType;
  return security === 'plain-refused' || (security === 'plain' && policy === 'tls') ? ACTIVATION.needsTls : undefined;
}

/** Registers the socket, or asks those in its way whether they are alive. (ISO 13400-2, socket handler) */
export function claimSocket(turn: Turn, asking: Asking): void {
  const { socket, request } = asking;
  const active = turn.active();
  const rivals = active.filter(({ phase }) => phase.tester === request.source);
  if (rivals.length > 0) contest(turn, asking, 'address', rivals);
  else if (active.length >= turn.config.maxSockets) contest(turn, asking, 'sockets', active);
  else if (asking.consent === 'needed') {
    const until = after(turn.now, ENTITY_TIMING.confirmation);
    turn.enter(socket, { kind: 'unconfirmed', request, version: asking.version, until });
    answer(turn, asking, ACTIVATION.confirmationRequired);
  } else activate(turn, asking);
}

/** Registers the socket: routing is active from here on. */
function activate(turn: Turn, asking: Asking): void {
  const { request, version } = asking;
  turn.enter(asking.socket, {
    kind: 'active',
    tester: request.source,
    version,
    until: after(turn.now, ENTITY_TIMING.generalInactivity),
    aliveCheck: { kind: 'none' },
    responses: { until: turn.now, held: [] },
  });
  answer(turn, asking, ACTIVATION.ok);
}

function contest(
  turn: Turn,
  { socket, ...asked }: Asking,
  conflict: Conflict,
  rivals: ReturnType<Turn['active']>,
): void {
  turn.enter(socket, { kind: 'activating', ...asked, conflict, others: new Set(rivals.map((rival) => rival.socket)) });
  const until = after(turn.now, ENTITY_TIMING.aliveCheck);
  for (const { socket: rival, phase } of rivals) {
    if (phase.aliveCheck.kind === 'asked') continue;
    turn.enter(rival, { ...phase, aliveCheck: { kind: 'asked', until } });
    turn.send(rival, { kind: 'alive-check-request' }, phase.version);
  }
}

/**
 * A tester has proved that it lives: whoever wanted its address is refused, whoever wanted any socket still waits for
 * the others.
 */
export function provedAlive(turn: Turn, socket: SocketId, source: number): void {
  const phase = turn.sockets.get(socket)?.phase;
  if (phase?.kind !== 'active' || phase.tester !== source) return;
  turn.enter(socket, { ...phase, aliveCheck: { kind: 'none' } });
  for (const [waiter, { phase: waiting }] of [...turn.sockets]) {
    if (waiting.kind !== 'activating' || !waiting.others.has(socket)) continue;
    const asking = { socket: waiter, ...waiting };
    const others = new Set([...waiting.others].filter((other) => other !== socket));
    if (waiting.conflict === 'address') refuse(turn, asking, ACTIVATION.sourceActiveElsewhere);
    else if (others.size === 0) refuse(turn, asking, ACTIVATION.noSocketFree);
    else turn.enter(waiter, { ...waiting, others });
  }
}

/** A socket has gone: those that waited for it try again, first come first served. */
export function socketGone(turn: Turn, socket: SocketId): void {
  if (!turn.sockets.delete(socket)) return;
  for (const [waiter, { phase }] of [...turn.sockets]) {
    if (phase.kind === 'activating' && phase.others.has(socket)) claimSocket(turn, { socket: waiter, ...phase });
  }
}

/** Closes from this side. */
export function closeSocket(turn: Turn, socket: SocketId): void {
  turn.out.push({ kind: 'close', socket });
  socketGone(turn, socket);
}

export function refuse(turn: Turn, asking: Asking, code: ActivationCode): void {
  answer(turn, asking, code);
  closeSocket(turn, asking.socket);
}

function answer(turn: Turn, { socket, request, version }: Asking, code: ActivationCode): void {
  const { logicalAddress: entity } = turn.config;
  turn.send(socket, { kind: 'activation-response', tester: request.source, entity, code }, version);
}
