import { createSocket } from 'node:dgram';
import { after, type Clock, err, type Millis, ok, type Result, seconds, showAscii } from '@baylink/kernel';
import { DOIP_PORT, encodeMessage, readDatagram, VERSION_ANY } from '@baylink/protocols/doip';
import type { LinkError, Tap } from '../link.js';
import { discoveryFailure } from './sentences.js';

/** An entity that has answered a vehicle identification request. */
export interface DiscoveredEntity {
  readonly host: string;
  readonly logicalAddress: number;
  /** 17 characters, unprintable ones as dots. */
  readonly vin: string;
  readonly eid: Uint8Array;
  readonly gid: Uint8Array;
}

export interface DiscoverOptions {
  /** One entity, or a broadcast address such as 255.255.255.255. IPv4. */
  readonly host: string;
  readonly port?: number;
  /** How long answers are gathered; entities take up to 500 ms of their own (A_DoIP_Announce_Wait). */
  readonly timeout?: Millis;
  readonly clock: Clock;
  readonly tap?: Tap;
}

const CHANNEL = 'doip-udp';
const POLICY = { accepts: new Set(['vehicle-announcement'] as const), maxPayload: 64 };
/** A flood of answers is read no further than this. */
const MOST_ENTITIES = 256;

/** Asks by UDP who is there, and gathers every answer until the timeout: the same entity once, however often it answers. */
export async function discover(options: DiscoverOptions): Promise<Result<DiscoveredEntity[], LinkError>> {
  const { host, port = DOIP_PORT, timeout = seconds(1), clock, tap } = options;
  const socket = createSocket('udp4');
  const found = new Map<string, DiscoveredEntity>();
  socket.on('message', (bytes, { address }) => {
    tap?.byte('rx', CHANNEL, bytes);
    const entity = entityOf(bytes, address);
    if (entity !== undefined && found.size < MOST_ENTITIES) found.set(`${address} ${entity.logicalAddress}`, entity);
  });
  const failure = await new Promise<Error | undefined>((resolve) => {
    socket.once('error', resolve);
    socket.bind(0, () => {
      socket.setBroadcast(true);
      const request = encodeMessage({ kind: 'identify' }, VERSION_ANY);
      tap?.byte('tx', CHANNEL, request);
      socket.send(request, port, host, (error) => {
        if (error !== null) resolve(error);
        else clock.wake(after(clock.now(), timeout), () => resolve(undefined));
      });
    });
  });
  socket.close();
  if (failure !== undefined) return err(discoveryFailure(`${host}:${port}`, failure.message));
  return ok([...found.values()]);
}

function entityOf(bytes: Uint8Array, host: string): DiscoveredEntity | undefined {
  const read = readDatagram(bytes, POLICY);
  if (read?.ok !== true || read.value.message.kind !== 'vehicle-announcement') return undefined;
  const { logicalAddress, vin, eid, gid } = read.value.message;
  return { host, logicalAddress, vin: showAscii(vin), eid, gid };
}
