import type { Socket } from 'node:net';
import { after, type Clock, err, type Millis, ok, type Result, seconds } from '@baylink/kernel';
import type { LinkError, Tap } from '../link.js';
import { connectPlain, connectTls, type TlsOptions } from './connect.js';
import { connectFailure, connectTimeout, type Place } from './sentences.js';
import { tlsHangUp } from './tls-sentences.js';

/** An open TCP_DATA socket, as little of it as a link needs. */
export interface TcpSocket {
  write(bytes: Uint8Array): void;
  /** What was written is sent before; resolves when the socket is released. */
  close(): Promise<void>;
}

export interface TcpListener {
  received(bytes: Uint8Array): void;
  /** The connection is gone, once, without `close` having been called. `cause` is a few words. */
  lost(cause: string): void;
}

export interface TcpSettings {
  readonly host: string;
  readonly port: number;
  readonly place: Place;
  readonly limit: Millis;
  readonly clock: Clock;
  readonly tap: Tap | undefined;
  /** Without these the connection is a plain one. */
  readonly tls: TlsOptions | undefined;
}

const CHANNEL = 'doip-tcp';
/** What a dead peer does not take within this time is dropped. */
const CLOSE_LIMIT = seconds(1);

export async function connectTcp(settings: TcpSettings, listener: TcpListener): Promise<Result<TcpSocket, LinkError>> {
  const { host, port, clock, tap, tls } = settings;
  const { socket, ready } = tls === undefined ? connectPlain(host, port) : connectTls(host, port, tls);
  const failure = await firstOf(socket, ready, settings);
  if (failure !== undefined) {
    // What a socket that was given up has to say is of no more use.
    socket.on('error', () => undefined).destroy();
    return err(failure);
  }
  let report: ((cause: string) => void) | undefined = (cause) => {
    report = undefined;
    listener.lost(cause);
  };
  socket.on('error', (error: NodeJS.ErrnoException) => report?.(error.code ?? error.message));
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('close', () => report?.('the other side closed it'));
  socket.on('data', (chunk: Buffer) => {
    tap?.byte('rx', CHANNEL, chunk);
    // A plain view: what a Buffer calls a slice is not a copy.
    listener.received(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
  });
  return ok({
    write(bytes) {
      if (socket.destroyed || socket.writableEnded) return;
      tap?.byte('tx', CHANNEL, bytes);
      socket.write(bytes);
    },
    close() {
      report = undefined;
      socket.destroySoon();
      const stop = clock.wake(after(clock.now(), CLOSE_LIMIT), () => socket.destroy());
      return gone.finally(stop);
    },
  });
}

/** What the attempt comes to first: `undefined` is a connection. */
function firstOf(socket: Socket, ready: string, settings: TcpSettings): Promise<LinkError | undefined> {
  const { place, limit, clock, tls } = settings;
  return new Promise((resolve) => {
    const end = (failure: LinkError | undefined) => {
      stop();
      socket.off('error', failed);
      resolve(failure);
    };
    const failed = (error: NodeJS.ErrnoException) =>
      end(
        tls !== undefined && error.code === 'ECONNRESET'
          ? tlsHangUp(place)
          : connectFailure(place, error.code ?? error.message),
      );
    const stop = clock.wake(after(clock.now(), limit), () => end(connectTimeout(place, limit)));
    socket.once(ready, () => end(undefined));
    socket.once('error', failed);
  });
}
