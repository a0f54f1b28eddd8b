import { err, fromHex, ok, type Result } from '@baylink/kernel';

/** One line of a tap file: what a driver was handed or gave. */
export interface TapChunk {
  /** Nanoseconds on the shop client's monotonic clock. */
  readonly at: bigint;
  readonly direction: 'tx' | 'rx';
  readonly bytes: Uint8Array;
  readonly channel: string;
}

const LINE = /^(\d{1,20}) (tx|rx) ([0-9a-f]*) (.+)$/i;

/** The error is one sentence with the number of the line. A last line without its end is left out: it is being written. */
export function readTap(text: string): Result<readonly TapChunk[], string> {
  const chunks: TapChunk[] = [];
  for (const [i, line] of text.split('\n').slice(0, -1).entries()) {
    const [, at, direction, digits = '', channel = ''] = LINE.exec(line) ?? [];
    const bytes = fromHex(digits);
    if (at === undefined || bytes === undefined)
      return err(`Line ${i + 1} is no line of a tap (NANOSECONDS tx|rx HEX CHANNEL).`);
    chunks.push({ at: BigInt(at), direction: direction === 'tx' ? 'tx' : 'rx', bytes, channel });
  }
  return ok(chunks);
}
