import { readSync } from 'node:fs';
import type { SerialPort } from 'serialport';

const NOT_NOW = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

const isNotNow = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && NOT_NOW.has(String(cause.code));

/**
 * Makes an open port notice that its device is gone. A hung-up terminal reads as nothing, without end and without an
 * error; the driver takes that for a pause and asks again for ever, on a whole processor core. Here it is the loss.
 */
export function endAtHangUp(port: SerialPort): void {
  const driver = port.port;
  // Windows has no such terminals, and no poller.
  if (driver === undefined || !('poller' in driver)) return;
  const { poller } = driver;
  const readable = () =>
    new Promise<void>((resolve, reject) => poller.once('readable', (error) => (error ? reject(error) : resolve())));

  driver.read = async (buffer, offset, length) => {
    for (;;) {
      // The descriptor does not block: what is there is read at once, without a trip through the pool of threads.
      await readable();
      if (driver.fd === null) throw Object.assign(new Error('the port is closed'), { canceled: true });
      try {
        const bytesRead = readSync(driver.fd, buffer, offset, length, null);
        if (bytesRead === 0) throw new Error('the device hung up');
        return { buffer, bytesRead };
      } catch (cause) {
        if (!isNotNow(cause)) throw cause;
      }
    }
  };
}
