import { readUint } from '@baylink/kernel';
import { isMessageCount } from './information.table.js';
import { isMode, type ObdMedium, POSITIVE_OFFSET } from './modes.table.js';
import { pidEntry } from './pids.table.js';
import type {
  Bitmap,
  ControlContent,
  FrameBytes,
  InformationContent,
  MonitorContent,
  MonitorResult,
  ObdRefusal,
  ObdResponse,
  PidBytes,
} from './response.js';
import { isBitmap } from './support.js';

const BITMAP = 4;
const RESULT = 9;
const K_LINE_DTCS = 6;
const PART = 4;
const NEGATIVE = 0x7f;

/** `undefined`: not of the form that this medium has for it. Never throws; bytes are views into what was given. */
export function decodeObdResponse(bytes: Uint8Array, medium: ObdMedium): ObdResponse | undefined {
  const mode = (bytes[0] ?? 0) - POSITIVE_OFFSET;
  const rest = bytes.subarray(1);
  switch (isMode(mode) ? mode : undefined) {
    case 0x01: {
      const values = pidBytes(rest);
      return values && { mode: 0x01, values };
    }
    case 0x02: {
      const values = frameBytes(rest);
      return values && { mode: 0x02, values };
    }
    case 0x03:
    case 0x07:
    case 0x0a:
      return dtcsOf(mode === 0x03 || mode === 0x07 ? mode : 0x0a, rest, medium);
    case 0x04:
      return rest.length === 0 ? { mode: 0x04 } : undefined;
    case 0x05:
      return rest.length >= 3
        ? { mode: 0x05, tid: rest[0] ?? 0, sensor: rest[1] ?? 0, data: rest.subarray(2) }
        : undefined;
    case 0x06: {
      const content = monitors(rest, medium);
      return content && { mode: 0x06, content };
    }
    case 0x08: {
      const content = control(rest);
      return content && { mode: 0x08, content };
    }
    case 0x09: {
      const content = information(rest, medium);
      return content && { mode: 0x09, content };
    }
    case undefined:
      return undefined;
  }
}

/** `7F mode nrc`. */
export const decodeObdRefusal = (bytes: Uint8Array): ObdRefusal | undefined =>
  bytes.length === 3 && bytes[0] === NEGATIVE && isMode(bytes[1] ?? 0)
    ? { mode: bytes[1] ?? 0, nrc: bytes[2] ?? 0 }
    : undefined;

/** A PID whose length is not known takes all that is left. */
function pidBytes(rest: Uint8Array): PidBytes[] | undefined {
  const values: PidBytes[] = [];
  for (let at = 0; at < rest.length; ) {
    const pid = rest[at] ?? 0;
    const end = at + 1 + (pidEntry(pid)?.length ?? rest.length);
    const data = rest.subarray(at + 1, end);
    if (data.length === 0 || (pidEntry(pid) !== undefined && end > rest.length)) return undefined;
    values.push({ pid, data });
    at = end;
  }
  return values.length > 0 ? values : undefined;
}

function frameBytes(rest: Uint8Array): FrameBytes[] | undefined {
  const values: FrameBytes[] = [];
  for (let at = 0; at < rest.length; ) {
    const pid = rest[at] ?? 0;
    const frame = rest[at + 1];
    const end = at + 2 + (pidEntry(pid)?.length ?? rest.length);
    const data = rest.subarray(at + 2, end);
    if (frame === undefined || data.length === 0 || (pidEntry(pid) !== undefined && end > rest.length))
      return undefined;
    values.push({ pid, frame, data });
    at = end;
  }
  return values.length > 0 ? values : undefined;
}

const words = (bytes: Uint8Array): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, i) => readUint(bytes, 2 * i, 2) ?? 0);

/** CAN: a count and then the codes. K-Line: three codes a message, unused ones 0000. */
function dtcsOf(mode: 0x03 | 0x07 | 0x0a, rest: Uint8Array, medium: ObdMedium): ObdResponse | undefined {
  if (medium === 'can')
    return rest.length === 1 + 2 * (rest[0] ?? 0) ? { mode, dtcs: words(rest.subarray(1)) } : undefined;
  if (rest.length !== K_LINE_DTCS) return undefined;
  const all = words(rest);
  const used = all.indexOf(0);
  const dtcs = used === -1 ? all : all.slice(0, used);
  return all.slice(dtcs.length).every((dtc) => dtc === 0) ? { mode, dtcs } : undefined;
}

function bitmapsOf(rest: Uint8Array): Bitmap[] | undefined {
  if (rest.length === 0 || rest.length % (1 + BITMAP) !== 0) return undefined;
  const bitmaps = Array.from({ length: rest.length / (1 + BITMAP) }, (_, i) => {
    const at = i * (1 + BITMAP);
    return { id: rest[at] ?? 0, bits: rest.subarray(at + 1, at + 1 + BITMAP) };
  });
  return bitmaps.every(({ id }) => isBitmap(id)) ? bitmaps : undefined;
}

function monitors(rest: Uint8Array, medium: ObdMedium): MonitorContent | undefined {
  if (isBitmap(rest[0] ?? 0)) return kLineOrBitmaps(rest, medium);
  const word = (at: number): number => readUint(rest, at, 2) ?? 0;
  if (medium === 'k-line') {
    if (rest.length !== 6) return undefined;
    return { kind: 'k-line', tid: rest[0] ?? 0, component: rest[1] ?? 0, value: word(2), limit: word(4) };
  }
  if (rest.length === 0 || rest.length % RESULT !== 0) return undefined;
  const results = Array.from({ length: rest.length / RESULT }, (_, i): MonitorResult => {
    const at = i * RESULT;
    return {
      mid: rest[at] ?? 0,
      tid: rest[at + 1] ?? 0,
      scaling: rest[at + 2] ?? 0,
      value: word(at + 3),
      minimum: word(at + 5),
      maximum: word(at + 7),
    };
  });
  return { kind: 'results', results };
}

/** Without CAN a bitmap of mode 06 has a byte 0xFF in the place of the component. */
function kLineOrBitmaps(rest: Uint8Array, medium: ObdMedium): MonitorContent | undefined {
  const bits = medium === 'can' ? undefined : rest.subarray(2);
  const bitmaps =
    bits === undefined
      ? bitmapsOf(rest)
      : rest.length === 2 + BITMAP && rest[1] === 0xff
        ? [{ id: rest[0] ?? 0, bits }]
        : undefined;
  return bitmaps && { kind: 'supported', bitmaps };
}

function control(rest: Uint8Array): ControlContent | undefined {
  const bitmaps = bitmapsOf(rest);
  if (bitmaps !== undefined) return { kind: 'supported', bitmaps };
  return rest.length === 0 ? undefined : { kind: 'done', tid: rest[0] ?? 0, data: rest.subarray(1) };
}

function information(rest: Uint8Array, medium: ObdMedium): InformationContent | undefined {
  const infotype = rest[0] ?? 0;
  if (medium === 'can') {
    const bitmaps = isBitmap(infotype) ? bitmapsOf(rest) : undefined;
    if (bitmaps !== undefined) return { kind: 'supported', bitmaps };
    if (isBitmap(infotype) || rest.length < 3) return undefined;
    return { kind: 'items', infotype, count: rest[1] ?? 0, data: rest.subarray(2) };
  }
  if (isMessageCount(infotype)) {
    return rest.length === 2 ? { kind: 'message count', infotype, count: rest[1] ?? 0 } : undefined;
  }
  if (rest.length !== 2 + PART) return undefined;
  return { kind: 'part', infotype, index: rest[1] ?? 0, data: rest.subarray(2) };
}
