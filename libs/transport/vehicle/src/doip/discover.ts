import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { after, type Clock, err, type Millis, ok, type Result, seconds, showAscii } from '@baylink/kernel';
import { DOIP_PORT, encodeMessage, readDatagram, VERSION_ANY } from '@baylink/protocols/doip';
import type { LinkError, Tap } from '../link.js';
import { networkDestinations } from './network-destinations.js';
import { discoveryFailure } from './sentences.js';

/** An entity that has answered a vehicle identification request, or announced itself. */
export interface DiscoveredEntity {
  /** Address that it answers at; a link-local one has its zone. */
  readonly host: string;
  readonly logicalAddress: number;
  /** 17 characters, unprintable ones as dots. */
  readonly vin: string;
  readonly eid: Uint8Array;
  readonly gid: Uint8Array;
}

export interface DiscoverOptions {
  /** One entity, or a broadcast or multicast address; without it, every network that this machine is on. */
  readonly host?: string;
  readonly port?: number;
  /** How long answers are gathered; entities take up to 500 ms of their own (A_DoIP_Announce_Wait). */
  readonly timeout?: Millis;
  readonly clock: Clock;
  readonly tap?: Tap;
}

export interface Discovery {
  readonly entities: readonly DiscoveredEntity[];
  /** Datagrams that were no announcement, or one entity too many: dropped. */
  readonly dropped: number;
}

const CHANNEL = 'doip-udp';
const POLICY = { accepts: new Set(['vehicle-announcement'] as const), maxPayload: 64 };
/** A flood of answers is read no further than this. */
const MOST_ENTITIES = 64;

/**
 * Asks by UDP who is there and gathers answers until the timeout, the same entity once, however often and on however
 * many networks it answers. Without `host` announcements are listened to as well. (ISO 13400-2, vehicle identification)
 */
export async function discover(options: DiscoverOptions): Promise<Result<Discovery, LinkError>> {
  const { host, port = DOIP_PORT, timeout = seconds(1), clock } = options;
  const destinations = host === undefined ? networkDestinations() : [host];
  const found = new Found(options.tap);
  const sockets: Socket[] = [];
  const failures: string[] = [];
  for (const family of ['udp4', 'udp6'] as const) {
    const own = destinations.filter((address) => (family === 'udp6') === address.includes(':'));
    if (own.length === 0) continue;
    const socket = await bound(family, 0);
    if (typeof socket === 'string') failures.push(socket);
    else {
      sockets.push(found.hear(socket));
      for (const address of own) failures.push(...(await ask(socket, address, port, options.tap)));
    }
  }
  if (failures.length >= destinations.length) {
    for (const socket of sockets) socket.close();
    return err(discoveryFailure(`${host ?? 'every network'}:${port}`, failures[0] ?? 'no network'));
  }
  // Somebody else may own the port of announcements: then only answers are heard.
  const announcements = host === undefined ? await bound('udp4', port) : 'not wanted';
  if (typeof announcements !== 'string') sockets.push(found.hear(announcements));
  await new Promise<void>((resolve) => clock.wake(after(clock.now(), timeout), resolve));
  for (const socket of sockets) socket.close();
  return ok(found.result());
}

class Found {
  readonly #entities = new Map<string, DiscoveredEntity>();
  #dropped = 0;

  constructor(private readonly tap: Tap | undefined) {}

  hear(socket: Socket): Socket {
    socket.on('error', () => undefined);
    return socket.on('message', (bytes, { address }) => {
      this.tap?.byte('rx', CHANNEL, bytes);
      const entity = entityOf(bytes, address);
      const key = entity && `${entity.eid} ${entity.logicalAddress}`;
      if (entity === undefined || key === undefined) this.#dropped++;
      else if (this.#entities.has(key)) return;
      else if (this.#entities.size < MOST_ENTITIES) this.#entities.set(key, entity);
      else this.#dropped++;
    });
  }

  result(): Discovery {
    return { entities: [...this.#entities.values()], dropped: this.#dropped };
  }
}

/** A socket on that port, or the code of the reason why there is none. */
async function bound(type: 'udp4' | 'udp6', port: number): Promise<Socket | string> {
  const socket = createSocket({ type, reuseAddr: port !== 0, ipv6Only: type === 'udp6' });
  try {
    socket.bind(port);
    await once(socket, 'listening');
    if (type === 'udp4') socket.setBroadcast(true);
    return socket;
  } catch (cause) {
    socket.close();
    return codeOf(cause);
  }
}

/** Sends the request; the result holds the reason why it could not. */
function ask(socket: Socket, address: string, port: number, tap: Tap | undefined): Promise<string[]> {
  const request = encodeMessage({ kind: 'identify' }, VERSION_ANY);
  tap?.byte('tx', CHANNEL, request);
  return new Promise((resolve) => {
    socket.send(request, port, address, (error) => resolve(error === null ? [] : [codeOf(error)]));
  });
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);

function entityOf(bytes: Uint8Array, host: string): DiscoveredEntity | undefined {
  const read = readDatagram(bytes, POLICY);
  if (read?.ok !== true || read.value.message.kind !== 'vehicle-announcement') return undefined;
  const { logicalAddress, vin, eid, gid } = read.value.message;
  return { host, logicalAddress, vin: showAscii(vin), eid, gid };
}
