import { writeSync } from 'node:fs';
import type { SerialPort } from 'serialport';

/**
 * Writes to an open port at once, without the trip through a pool of threads that costs more than a CAN frame takes.
 * What the device does not take now, and everything while the driver still has bytes of before, goes the driver's way:
 * so does every failure, which the driver reports.
 */
export function writeNow(port: SerialPort, bytes: Uint8Array): void {
  const written = port.writableLength === 0 ? taken(port, bytes) : 0;
  if (written < bytes.length) port.write(bytes.subarray(written));
}

/** How many bytes the device took. Its descriptor does not block. */
function taken({ port: driver }: SerialPort, bytes: Uint8Array): number {
  // Windows has no such descriptors.
  if (driver === undefined || !('poller' in driver) || driver.fd === null) return 0;
  try {
    return writeSync(driver.fd, bytes);
  } catch {
    return 0;
  }
}
