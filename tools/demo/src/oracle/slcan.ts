import type { TappedRequest } from './requests.js';
import type { TapChunk } from './tap.js';

interface Frame {
  readonly at: bigint;
  readonly id: number;
  readonly data: Buffer;
}

/**
 * `tIIIL…` and `TIIIIIIIIL…` of a LAWICEL adapter, `d`, `D`, `b` and `B` with frames of CAN FD, each ended by CR. Other
 * commands open, close and set up.
 */
const STANDARD = /^[tdb]([0-9A-Fa-f]{3})([0-9A-Fa-f])([0-9A-Fa-f]*)$/;
const EXTENDED = /^[TDB]([0-9A-Fa-f]{8})([0-9A-Fa-f])([0-9A-Fa-f]*)$/;
/** Data length codes of CAN FD. (ISO 11898-1) */
const LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64];

export function slcanRequests(chunks: readonly TapChunk[]): readonly TappedRequest[] {
  return joinSegments(frames(chunks));
}

function frames(chunks: readonly TapChunk[]): readonly Frame[] {
  const found: Frame[] = [];
  let rest = '';
  for (const { at, bytes } of chunks) {
    const lines = (rest + bytes.toString('latin1')).split('\r');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, id, length, hex] = STANDARD.exec(line) ?? EXTENDED.exec(line) ?? [];
      if (id === undefined || hex === undefined) continue;
      found.push({ at, id: Number.parseInt(id, 16), data: Buffer.from(hex, 'hex').subarray(0, lengthOf(length)) });
    }
  }
  return found;
}

const lengthOf = (code: string | undefined): number => LENGTHS[Number.parseInt(code ?? '0', 16)] ?? 0;

/** ISO 15765-2 with normal addressing: the high nibble of the first byte tells the kind of frame. */
function joinSegments(all: readonly Frame[]): readonly TappedRequest[] {
  const open = new Map<number, { readonly at: bigint; readonly length: number; bytes: Buffer }>();
  const done: TappedRequest[] = [];
  for (const { at, id, data } of all) {
    const head = data[0] ?? 0;
    switch (head >> 4) {
      case 0:
        done.push({
          at,
          bytes: head === 0 ? data.subarray(2, 2 + (data[1] ?? 0)) : data.subarray(1, 1 + (head & 0x0f)),
        });
        break;
      case 1:
        open.set(id, { at, length: ((head & 0x0f) << 8) | (data[1] ?? 0), bytes: data.subarray(2) });
        break;
      case 2: {
        const message = open.get(id);
        if (message === undefined) break;
        message.bytes = Buffer.concat([message.bytes, data.subarray(1)]);
        if (message.bytes.length < message.length) break;
        open.delete(id);
        done.push({ at: message.at, bytes: message.bytes.subarray(0, message.length) });
        break;
      }
      default:
        break;
    }
  }
  for (const { at, bytes } of open.values()) done.push({ at, bytes });
  return done;
}
