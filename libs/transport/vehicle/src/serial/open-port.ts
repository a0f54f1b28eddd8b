import { err, ok, type Result } from '@baylink/kernel';
import { SerialPort } from 'serialport';
import type { LinkError, Tap } from '../link.js';
import { endAtHangUp } from './hang-up.js';
import { openFailure } from './sentences.js';

export interface SerialListener {
  received(bytes: Uint8Array): void;
  /** The device is gone, once, without `close` having been called. `cause` is the driver's own word. */
  lost(cause: string): void;
}

export interface SerialSettings {
  readonly path: string;
  readonly baudRate: number;
  readonly tap: Tap | undefined;
}

export interface OpenPort {
  readonly port: SerialPort;
  /** Resolves when the device is released; what is still unsent may be lost. */
  close(): Promise<void>;
}

/** Opens the device for this process alone. It is read from the first moment on: an unread port never tells its loss. */
export async function openPort(
  { path, baudRate, tap }: SerialSettings,
  listener: SerialListener,
): Promise<Result<OpenPort, LinkError>> {
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (failure !== null) return err(openFailure(path, failure.message));
  endAtHangUp(port);
  let report: ((cause: string) => void) | undefined = (cause) => {
    report = undefined;
    listener.lost(cause);
  };
  port.on('data', (chunk: Buffer) => {
    tap?.byte('rx', path, chunk);
    listener.received(new Uint8Array(chunk));
  });
  port.on('error', (error: Error) => report?.(error.message));
  port.on('close', (error: Error | null) => report?.(error?.message ?? 'the port was closed'));
  return ok({
    port,
    async close() {
      report = undefined;
      if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
    },
  });
}
