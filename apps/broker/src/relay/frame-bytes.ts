import type { StreamFrame } from '@baylink/contracts';

/** Head room of one frame: ids, numbers and JSON around its payload. */
const ENVELOPE = 256;

/** What a frame weighs in a queue, in bytes: its payload is ASCII. */
export function frameBytes(frame: StreamFrame): number {
  if (frame.kind !== 'data') return ENVELOPE;
  const { payload } = frame;
  return ENVELOPE + (payload.kind === 'envelope' ? payload.jws.length : payload.data.length);
}
