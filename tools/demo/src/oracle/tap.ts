import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** One chunk at the last function before the driver: `MONOTONIC_NS tx|rx HEX CHANNEL`. */
export interface TapChunk {
  readonly at: bigint;
  readonly direction: 'tx' | 'rx';
  readonly bytes: Buffer;
  readonly channel: string;
}

/** Where the tap ends now; what is read from here on is new. */
export const tapMark = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Everything since a mark. A line that is not of the tap's form is an error: an oracle does not guess. */
export function readTap(path: string, mark: number): readonly TapChunk[] {
  if (!existsSync(path)) return [];
  return readFrom(path, mark)
    .split('\n')
    .filter((line) => line !== '')
    .map(parseChunk);
}

const LINE = /^(\d+) (tx|rx) ((?:[0-9a-f]{2})*) (\S+)$/;

function parseChunk(line: string): TapChunk {
  const [, at, direction, hex, channel] = LINE.exec(line) ?? [];
  if (at === undefined || hex === undefined || channel === undefined) throw new Error(`not a line of a tap: ${line}`);
  return { at: BigInt(at), direction: direction === 'tx' ? 'tx' : 'rx', bytes: Buffer.from(hex, 'hex'), channel };
}

function readFrom(path: string, offset: number): string {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - offset));
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(fd, bytes, at, bytes.length - at, offset + at);
      if (read === 0) break;
      at += read;
    }
    return bytes.toString('latin1', 0, at);
  } finally {
    closeSync(fd);
  }
}
