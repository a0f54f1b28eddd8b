import { closeSync, openSync, writeSync } from 'node:fs';
import { type Clock, err, hex, ok, type Result } from '@baylink/kernel';
import type { Tap } from '@baylink/transport-vehicle';

/**
 * `--tap FILE`: one line for every chunk of bytes at the last function before the driver, written before the driver
 * gets it: `MONOTONIC_NS tx|rx HEX CHANNEL`. Appended and unbuffered, so that it survives the death of the process.
 */
export function openFileTap(path: string, clock: Clock): Result<Tap & { close(): void }, string> {
  let fd: number;
  try {
    fd = openSync(path, 'a', 0o600);
  } catch (failure) {
    return err(
      `The tap file ${path} cannot be opened (${failure instanceof Error ? failure.message : String(failure)}); name a file in a writable folder.`,
    );
  }
  return ok({
    byte(direction, channel, bytes) {
      writeSync(fd, `${clock.nanos()} ${direction} ${hex(bytes)} ${channel}\n`);
    },
    close: () => closeSync(fd),
  });
}
