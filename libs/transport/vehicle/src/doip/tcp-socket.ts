import { connect } from 'node:net';
import { after, type Clock, err, type Millis, ok, type Result, seconds } from '@baylink/kernel';
import type { LinkError, Tap } from '../link.js';
import { connectFailure, connectTimeout, type Place } from './sentences.js';

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
}

const CHANNEL = 'doip-tcp';
/** What a dead peer does not take within this time is dropped. */
const CLOSE_LIMIT = seconds(1);

export async function connectTcp(settings: TcpSettings, listener: TcpListener): Promise<Result<TcpSocket, LinkError>> {
  const { host, port, place, limit, clock, tap } = settings;
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  const failure = await new Promise<LinkError | undefined>((resolve) => {
    const giveUp = clock.wake(after(clock.now(), limit), () => resolve(connectTimeout(place, limit)));
    socket.once('connect', () => {
      giveUp();
      resolve(undefined);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      giveUp();
      resolve(connectFailure(place, error.code ?? error.message));
    });
  });
  let report: ((cause: string) => void) | undefined = (cause) => {
    report = undefined;
    listener.lost(cause);
  };
  socket.on('error', (error: NodeJS.ErrnoException) => report?.(error.code ?? error.message));
  if (failure !== undefined) {
    report = undefined;
    socket.destroy();
    return err(failure);
  }
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('close', () => report?.('the other side closed it'));
  socket.on('data', (chunk: Buffer) => {
    tap?.byte('rx', CHANNEL, chunk);
    listener.received(chunk);
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
