import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectSecure } from 'node:tls';

/** How the entity proves itself, and how this tester does where the entity asks for it. All PEM. */
export interface TlsOptions {
  /** The only authorities that count, in place of those that the system trusts. */
  readonly ca: string;
  /** The name that the entity's certificate has to have; the host of the link, when absent. */
  readonly name?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A socket on its way, and the event that says that it may be used. */
export interface Connecting {
  readonly socket: Socket;
  readonly ready: 'connect' | 'secureConnect';
}

/**
 * A message is one write and must not wait for another one; probes after 10 s of silence find a peer that is gone
 * without having said so.
 */
const SOCKET = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 } as const;

export const connectPlain = (host: string, port: number): Connecting => ({
  socket: connectTcp({ host, port, ...SOCKET }),
  ready: 'connect',
});

/** TLS 1.2 or newer (ISO 13400-2:2019); a certificate that is not the pinned authority's, or not this entity's, fails. */
export function connectTls(host: string, port: number, { ca, name, cert, key }: TlsOptions): Connecting {
  const expected = name ?? host;
  const socket = connectSecure({
    host,
    port,
    ca,
    minVersion: 'TLSv1.2',
    ...(isIP(expected) === 0 ? { servername: expected } : {}),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(expected, certificate),
  });
  socket.setNoDelay(SOCKET.noDelay);
  socket.setKeepAlive(SOCKET.keepAlive, SOCKET.keepAliveInitialDelay);
  return { socket, ready: 'secureConnect' };
}
