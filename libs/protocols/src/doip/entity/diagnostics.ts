import { DIAGNOSTIC_NACK, type DiagnosticNack } from '../codes.table.js';
import type { DoipVersion } from '../header.js';
import type { DiagnosticMessage, DoipMessage } from '../message.js';
import { closeSocket } from './activation.js';
import { delayResponses } from './responses.js';
import type { SocketId } from './state.js';
import type { Turn } from './turn.js';

/** The diagnostic message handler (ISO 13400-2, DoIP-070 to DoIP-073): acknowledged before it is delivered. */
export function diagnostic(turn: Turn, id: SocketId, message: DiagnosticMessage, version: DoipVersion): void {
  const phase = turn.sockets.get(id)?.phase;
  const { source, target, data: bytes } = message;
  if (phase?.kind !== 'active' || phase.tester !== source) {
    acknowledge(turn, id, message, version, DIAGNOSTIC_NACK.invalidSource);
    closeSocket(turn, id);
    return;
  }
  const verdict = verdictOn(turn, message);
  acknowledge(turn, id, message, version, verdict);
  if (verdict !== 'ok') return;
  const addressing = target === turn.config.functionalAddress ? 'functional' : 'physical';
  const reached =
    addressing === 'physical' ? [target] : [...turn.config.units].filter((unit) => !turn.obstacles.has(unit));
  for (const unit of reached) turn.out.push({ kind: 'deliver', unit, addressing, tester: source, bytes });
}

/** In the order of the standard's checks: target, size, and what is in the way. */
function verdictOn({ config, obstacles }: Turn, { target, data }: DiagnosticMessage): 'ok' | DiagnosticNack {
  if (target !== config.functionalAddress && !config.units.has(target)) return DIAGNOSTIC_NACK.unknownTarget;
  if (data.length > config.maxRequest) return DIAGNOSTIC_NACK.tooLarge;
  return obstacles.get(target) ?? 'ok';
}

export function setObstacle(turn: Turn, unit: number, nack: DiagnosticNack | undefined): void {
  const obstacles = new Map(turn.obstacles);
  if (nack === undefined) obstacles.delete(unit);
  else if (turn.config.units.has(unit)) obstacles.set(unit, nack);
  turn.obstacles = obstacles;
}

/** Addresses change places: an acknowledgement comes from where the message was going. */
function acknowledge(
  turn: Turn,
  id: SocketId,
  { source, target }: DiagnosticMessage,
  version: DoipVersion,
  verdict: 'ok' | DiagnosticNack,
): void {
  const ends = { source: target, target: source, echo: new Uint8Array() };
  const message: DoipMessage =
    verdict === 'ok'
      ? { kind: 'diagnostic-ack', ...ends, code: 0 }
      : { kind: 'diagnostic-nack', ...ends, code: verdict };
  turn.send(id, message, version);
  delayResponses(turn, id);
}
