import { after, equalBytes } from '@baylink/kernel';
import { encodeMessage } from '../codec.js';
import { readDatagram } from '../datagram.js';
import type { DoipKind, DoipMessage, VehicleAnnouncement } from '../message.js';
import { ENTITY_TIMING, type EntityConfig } from './config.js';
import type { UdpPeer } from './state.js';
import type { Turn } from './turn.js';

/** Answers of other entities, and NACKs, are heard on the same port: they are never answered, or two would never stop. */
const HEARD: readonly DoipKind[] = ['header-nack', 'vehicle-announcement', 'entity-status', 'power-mode'];

const ACCEPTED: ReadonlySet<DoipKind> = new Set([
  'identify',
  'identify-by-eid',
  'identify-by-vin',
  'entity-status-request',
  'power-mode-request',
  ...HEARD,
]);

export const announcement = (config: EntityConfig): VehicleAnnouncement => ({
  kind: 'vehicle-announcement',
  vin: config.vin,
  logicalAddress: config.logicalAddress,
  eid: config.eid,
  gid: config.gid,
  furtherAction: 0x00,
  syncStatus: 0x00,
});

/** Answered by unicast to the port that the request came from. */
export function datagramReceived(turn: Turn, from: UdpPeer, bytes: Uint8Array): void {
  const read = readDatagram(bytes, { accepts: ACCEPTED, maxPayload: turn.config.maxDataSize });
  if (read === undefined) return;
  const answer = read.ok ? answerTo(turn, read.value.message) : ({ kind: 'header-nack', code: read.error } as const);
  if (answer === undefined) return;
  const version = (read.ok ? read.value.version : undefined) ?? turn.config.version;
  turn.out.push({ kind: 'datagram', to: from, bytes: encodeMessage(answer, version) });
}

function answerTo(turn: Turn, message: DoipMessage): DoipMessage | undefined {
  const { config } = turn;
  switch (message.kind) {
    case 'identify':
      return announcement(config);
    case 'identify-by-eid':
      return equalBytes(message.eid, config.eid) ? announcement(config) : undefined;
    case 'identify-by-vin':
      return equalBytes(message.vin, config.vin) ? announcement(config) : undefined;
    case 'entity-status-request':
      return {
        kind: 'entity-status',
        nodeType: config.nodeType === 'gateway' ? 0 : 1,
        maxSockets: config.maxSockets,
        openSockets: turn.sockets.size,
        maxDataSize: config.maxDataSize,
      };
    case 'power-mode-request':
      return { kind: 'power-mode', mode: turn.powerMode };
    default:
      return undefined;
  }
}

/** Sends the announcement that is due, and plans the next one. */
export function announce(turn: Turn): void {
  const { announcing, now, config } = turn;
  if (announcing.kind === 'quiet' || now < announcing.at) return;
  turn.out.push({ kind: 'announce', bytes: encodeMessage(announcement(config), config.version) });
  const left = announcing.left - 1;
  const at = after(now, ENTITY_TIMING.announceInterval);
  turn.announcing = left > 0 ? { kind: 'due', at, left } : { kind: 'quiet' };
}
