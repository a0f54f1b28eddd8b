import { bytesOf, concat, unreachable } from '@baylink/kernel';
import { isBitmap } from './support.js';

/** A request of SAE J1979. Lists have one entry on K-Line and up to six (mode 02: three) on CAN. */
export type ObdRequest =
  | { readonly mode: 0x01; readonly pids: readonly number[] }
  | { readonly mode: 0x02; readonly frames: readonly FramePid[] }
  | { readonly mode: 0x03 | 0x04 | 0x07 | 0x0a }
  /** `sensor` is the O2 sensor number; only without CAN. */
  | { readonly mode: 0x05; readonly tid: number; readonly sensor: number }
  /** OBDMIDs on CAN; one test identifier on K-Line. */
  | { readonly mode: 0x06; readonly ids: readonly number[] }
  /** Bitmaps asked for, or one test with up to five bytes of data. */
  | { readonly mode: 0x08; readonly tids: readonly number[]; readonly data: Uint8Array }
  | { readonly mode: 0x09; readonly infotypes: readonly number[] };

export interface FramePid {
  readonly pid: number;
  /** 0 is the frame that regulations ask for. */
  readonly frame: number;
}

const MAX_IDS = 6;
const MAX_FRAME_PIDS = 3;
const CONTROL_DATA = 5;

const idsOf = (rest: Uint8Array): number[] | undefined =>
  rest.length >= 1 && rest.length <= MAX_IDS ? Array.from(rest) : undefined;

/** `undefined`: no request of J1979, or of a length that it does not have. Never throws. */
export function decodeObdRequest(bytes: Uint8Array): ObdRequest | undefined {
  const mode = bytes[0];
  const rest = bytes.subarray(1);
  switch (mode) {
    case 0x01: {
      const pids = idsOf(rest);
      return pids && { mode, pids };
    }
    case 0x02: {
      const frames = framesOf(rest);
      return frames && { mode, frames };
    }
    case 0x03:
    case 0x04:
    case 0x07:
    case 0x0a:
      return rest.length === 0 ? { mode } : undefined;
    case 0x05:
      return rest.length === 2 ? { mode, tid: rest[0] ?? 0, sensor: rest[1] ?? 0 } : undefined;
    case 0x06: {
      const ids = idsOf(rest);
      return ids && { mode, ids };
    }
    case 0x08:
      return controlOf(rest);
    case 0x09: {
      const infotypes = idsOf(rest);
      return infotypes && { mode, infotypes };
    }
    default:
      return undefined;
  }
}

function framesOf(rest: Uint8Array): FramePid[] | undefined {
  if (rest.length === 0 || rest.length % 2 === 1 || rest.length / 2 > MAX_FRAME_PIDS) return undefined;
  return Array.from({ length: rest.length / 2 }, (_, i) => ({ pid: rest[2 * i] ?? 0, frame: rest[2 * i + 1] ?? 0 }));
}

function controlOf(rest: Uint8Array): ObdRequest | undefined {
  if (rest.length === 0 || rest.length > 1 + CONTROL_DATA) return undefined;
  return rest.every(isBitmap) && !rest.subarray(1).some((byte) => byte === 0)
    ? { mode: 0x08, tids: Array.from(rest), data: new Uint8Array() }
    : { mode: 0x08, tids: [rest[0] ?? 0], data: rest.subarray(1) };
}

export function encodeObdRequest(request: ObdRequest): Uint8Array {
  const { mode } = request;
  switch (mode) {
    case 0x01:
      return bytesOf(mode, ...request.pids);
    case 0x02:
      return bytesOf(mode, ...request.frames.flatMap(({ pid, frame }) => [pid, frame]));
    case 0x03:
    case 0x04:
    case 0x07:
    case 0x0a:
      return bytesOf(mode);
    case 0x05:
      return bytesOf(mode, request.tid, request.sensor);
    case 0x06:
      return bytesOf(mode, ...request.ids);
    case 0x08:
      return concat(bytesOf(mode, ...request.tids), request.data);
    case 0x09:
      return bytesOf(mode, ...request.infotypes);
    default:
      return unreachable(request);
  }
}
