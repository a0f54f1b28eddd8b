import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { type Clock, err, errorText, hex, ok, type Result } from '@baylink/kernel';
import type { Tap } from '@baylink/transport-vehicle';

/**
 * `--tap FILE`: one line for every chunk of bytes at the last function before the driver, written before the driver
 * gets it: `MONOTONIC_NS tx|rx HEX CHANNEL`. Appended and unbuffered, so that it survives the death of the process.
 *
 * The tap looks on: a disk that is full ends the tap with a whole last line, is told once, and leaves the link alone.
 */
export function openFileTap(
  path: string,
  clock: Clock,
  tell: (sentence: string) => void,
): Result<Tap & { close(): void }, string> {
  let fd: number;
  try {
    fd = openSync(path, 'a', 0o600);
  } catch (failure) {
    return err(`The tap file ${path} cannot be opened (${errorText(failure)}); name a file in a writable folder.`);
  }
  let state: 'writing' | 'ended' = 'writing';
  const write = (line: Buffer): void => {
    let taken = 0;
    try {
      taken = writeSync(fd, line);
      if (taken === line.length) return;
      throw new Error('the disk took part of a line');
    } catch (failure) {
      state = 'ended';
      tell(
        `The tap file ${path} ends here (${errorText(failure)}); the vehicle link goes on without it. Free the disk.`,
      );
      ftruncateSync(fd, fstatSync(fd).size - taken);
    }
  };
  return ok({
    byte(direction, channel, bytes) {
      if (state === 'writing') write(Buffer.from(`${clock.nanos()} ${direction} ${hex(bytes)} ${channel}\n`));
    },
    close: () => closeSync(fd),
  });
}
