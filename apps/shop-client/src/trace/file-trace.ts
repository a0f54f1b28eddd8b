import { closeSync, openSync, writeSync } from 'node:fs';
import { type ByteCount, byteCount, err, errorText, ok, type Result } from '@baylink/kernel';

export interface TraceFile {
  line(text: string): void;
  close(): void;
}

const LONGEST: ByteCount = byteCount(256 * 1024 * 1024);

/**
 * `--trace FILE`: what is said on the link, for people, a line each; appended. At its limit it says so and ends, and a
 * disk that takes no more ends it too: a trace never stops what it is a trace of.
 */
export function openTraceFile(path: string, limit: ByteCount = LONGEST): Result<TraceFile, string> {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'a', 0o600);
  } catch (failure) {
    return err(`The trace file ${path} cannot be opened (${errorText(failure)}); name a file in a writable folder.`);
  }
  let written = 0;
  const close = (): void => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  return ok({
    line(text) {
      if (fd === undefined) return;
      try {
        written += writeSync(fd, `${text}\n`);
        if (written < limit) return;
        writeSync(fd, `-- ${written} bytes were traced; the trace ends here.\n`);
      } catch {
        // The disk takes no more.
      }
      close();
    },
    close,
  });
}
