import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:net';
import { err, ok, type Result } from '@baylink/kernel';
import { type Endpoint, showEndpoint } from './endpoint.js';

/** TCP and UDP of one DoIP entity, on the same port. */
export interface DoipSockets {
  readonly tcp: Server;
  readonly udp: UdpSocket;
  readonly bound: Endpoint;
}

/** A free port of one protocol may be taken in the other: so many times another one is asked for. */
const TRIES = 8;

/** Binds both, or says why not. With port 0 both get the same free port. */
export async function bindSockets(wanted: Endpoint): Promise<Result<DoipSockets, string>> {
  for (let left = TRIES; ; left--) {
    const sockets = await bindOnce(wanted);
    if (sockets.ok || wanted.port !== 0 || left <= 1) return sockets;
  }
}

async function bindOnce(wanted: Endpoint): Promise<Result<DoipSockets, string>> {
  const tcp = createServer({ noDelay: true });
  const listening = await listen(tcp, wanted);
  if (!listening.ok) return listening;
  const { port } = listening.value;
  const udp = createSocket(wanted.host.includes(':') ? 'udp6' : 'udp4');
  const bound = await settled(udp, () => udp.bind(port, wanted.host), 'listening');
  if (!bound.ok) {
    tcp.close();
    udp.close();
    return err(refusal({ ...wanted, port }, bound.error));
  }
  return ok({ tcp, udp, bound: { host: wanted.host, port } });
}

/** Binds a server, or says why not; with port 0 to a free one. */
export async function listen(server: Server, wanted: Endpoint): Promise<Result<Endpoint, string>> {
  const listening = await settled(server, () => server.listen(wanted.port, wanted.host), 'listening');
  if (!listening.ok) return err(refusal(wanted, listening.error));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wanted.port;
  return ok({ host: wanted.host, port });
}

/** What `start` leads to first: the event, or an error's code. */
function settled(emitter: EventEmitter, start: () => void, event: string): Promise<Result<void, string>> {
  return new Promise((resolve) => {
    const failed = (error: Error) => {
      emitter.off(event, done);
      resolve(err('code' in error ? String(error.code) : error.message));
    };
    const done = () => {
      emitter.off('error', failed);
      resolve(ok());
    };
    emitter.once('error', failed);
    emitter.once(event, done);
    start();
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop the other program, choose another port, or use port 0 for any free one',
  EACCES: 'may not be opened by this user: choose a port above 1023',
  EADDRNOTAVAIL: 'is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for every interface',
  ENOTFOUND: 'has a host name that is not known: use an address such as 127.0.0.1',
};

const refusal = (endpoint: Endpoint, code: string): string =>
  `DoIP cannot listen: ${showEndpoint(endpoint)} ${REASONS[code] ?? `was refused by the system (${code})`}.`;
