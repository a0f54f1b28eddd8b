import { ok, type Result } from '@baylink/kernel';
import { SerialPort } from 'serialport';
import type { LinkError } from '../link.js';
import { openPort, type SerialListener, type SerialSettings } from './open-port.js';
import { writeNow } from './write-now.js';

/** An open serial device, as little of it as a link needs. */
export interface Serial {
  write(bytes: Uint8Array): void;
  /** Resolves when the device is released; what is still unsent may be lost. */
  close(): Promise<void>;
}

export async function openSerial(
  settings: SerialSettings,
  listener: SerialListener,
): Promise<Result<Serial, LinkError>> {
  const opened = await openPort(settings, listener);
  if (!opened.ok) return opened;
  const { port, close } = opened.value;
  return ok({
    write(bytes) {
      if (!port.isOpen) return;
      settings.tap?.byte('tx', settings.path, bytes);
      writeNow(port, bytes);
    },
    close,
  });
}

/** Paths of the serial ports that the system knows; rejects where it cannot be asked. */
export const listSerialPorts = async (): Promise<readonly string[]> =>
  (await SerialPort.list()).map(({ path }) => path);
