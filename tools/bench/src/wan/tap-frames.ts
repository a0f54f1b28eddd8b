import type { TapChunk } from '@baylink/demo';
import { fromHex } from '@baylink/kernel';
import type { TimedFrame } from './frame-timers.js';

const LINE = /^t([0-9A-Fa-f]{3})[0-8]((?:[0-9A-Fa-f]{2})*)/;
const NANOS = 1e6;

/** The frames between the tester and one unit in the tap of an SLCAN adapter, in order. */
export function tapFrames(
  chunks: readonly TapChunk[],
  ids: { readonly request: number; readonly response: number },
): TimedFrame[] {
  const rest = { tx: '', rx: '' };
  const frames: TimedFrame[] = [];
  for (const { at, direction, bytes } of chunks) {
    const lines = (rest[direction] + bytes.toString('latin1')).split('\r');
    rest[direction] = lines.pop() ?? '';
    for (const line of lines) {
      const [, id = '', hex = ''] = LINE.exec(line) ?? [];
      if (Number.parseInt(id, 16) !== (direction === 'tx' ? ids.request : ids.response)) continue;
      const from = direction === 'tx' ? 'tester' : 'unit';
      frames.push({ at: Number(at) / NANOS, from, data: fromHex(hex) ?? new Uint8Array() });
    }
  }
  return frames;
}
