import { connect } from 'node:net';
import { after, type Clock, err, ok, type Result, seconds } from '@baylink/kernel';
import type { LinkError, Tap } from '../link.js';
import { openSerial, type Serial, type SerialListener } from '../serial/index.js';
import { cannotConnect } from './sentences.js';

/** Where an ELM327 is: at a serial port, or behind TCP as those with a wireless network are. */
export type ElmPlace =
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate?: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** Most genuine ones start with it; USB and pseudo-terminals take any. (ELM327: pin 6) */
const BAUD_RATE = 38_400;
const CONNECT_LIMIT = seconds(5);

export const showPlace = (place: ElmPlace): string =>
  place.kind === 'serial' ? place.path : `${place.host}:${place.port}`;

export interface WireParts {
  readonly clock: Clock;
  readonly tap: Tap | undefined;
}

/** Opens the way to the adapter for this process alone. */
export const openWire = (
  place: ElmPlace,
  { clock, tap }: WireParts,
  listener: SerialListener,
): Promise<Result<Serial, LinkError>> =>
  place.kind === 'serial'
    ? openSerial({ path: place.path, baudRate: place.baudRate ?? BAUD_RATE, tap }, listener)
    : openTcp(place, { clock, tap }, listener);

async function openTcp(
  place: Extract<ElmPlace, { kind: 'tcp' }>,
  { clock, tap }: WireParts,
  listener: SerialListener,
): Promise<Result<Serial, LinkError>> {
  const shown = showPlace(place);
  const socket = connect({ host: place.host, port: place.port, noDelay: true });
  const failure = await new Promise<string | undefined>((resolve) => {
    const giveUp = clock.wake(after(clock.now(), CONNECT_LIMIT), () => resolve('no answer'));
    const settle = (cause: string | undefined): void => {
      giveUp();
      resolve(cause);
    };
    socket.once('connect', () => settle(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
  let report: ((cause: string) => void) | undefined = (cause) => {
    report = undefined;
    listener.lost(cause);
  };
  socket.on('error', (error: NodeJS.ErrnoException) => report?.(error.code ?? error.message));
  if (failure !== undefined) {
    report = undefined;
    socket.destroy();
    return err(cannotConnect(shown, failure));
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('close', () => report?.('the other side closed it'));
  socket.on('data', (chunk: Buffer) => {
    tap?.byte('rx', shown, chunk);
    listener.received(chunk);
  });
  return ok({
    write(bytes) {
      if (socket.destroyed) return;
      tap?.byte('tx', shown, bytes);
      socket.write(bytes);
    },
    close() {
      report = undefined;
      socket.destroy();
      return closed;
    },
  });
}
