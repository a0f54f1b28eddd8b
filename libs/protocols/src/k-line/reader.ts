import {
  checksum,
  type Header,
  type KLineMessage,
  LENGTH_BITS,
  LONGEST_CARB_DATA,
  MODE,
  MODE_BITS,
} from './message.js';

/** What the bytes since the last message are so far. */
export type Reading =
  | { readonly kind: 'incomplete' }
  /** An ISO 9141-2 message: it ends where the line falls silent, see `readCarb`. */
  | { readonly kind: 'open' }
  | { readonly kind: 'message'; readonly message: KLineMessage; readonly size: number }
  /** The checksum is wrong, or the length is zero: `size` bytes are no message. */
  | { readonly kind: 'damaged'; readonly size: number };

const CARB_HEADER = 3;
const CARB_SHORTEST = CARB_HEADER + 2;
const CARB_LONGEST = CARB_HEADER + LONGEST_CARB_DATA + 1;

/** Reads the first message in `bytes`. It never looks behind the message's own length, which is 260 bytes at most. */
export function readMessage(bytes: Uint8Array): Reading {
  const [format] = bytes;
  if (format === undefined) return { kind: 'incomplete' };
  const mode = format & MODE_BITS;
  if (mode === MODE.carb) return { kind: 'open' };
  const addressed = mode === MODE.none ? 1 : 3;
  const inFormat = format & LENGTH_BITS;
  const start = inFormat === 0 ? addressed + 1 : addressed;
  if (bytes.length < start) return { kind: 'incomplete' };
  const length = inFormat === 0 ? (bytes[addressed] ?? 0) : inFormat;
  if (length === 0) return { kind: 'damaged', size: start };
  const end = start + length;
  if (bytes.length <= end) return { kind: 'incomplete' };
  if (checksum(bytes.subarray(0, end)) !== bytes[end]) return { kind: 'damaged', size: end + 1 };
  const header: Header =
    mode === MODE.none
      ? { kind: 'none' }
      : { kind: mode === MODE.physical ? 'physical' : 'functional', target: bytes[1] ?? 0, source: bytes[2] ?? 0 };
  return { kind: 'message', message: { header, data: bytes.slice(start, end) }, size: end + 1 };
}

/** The address of the sender as soon as it has arrived; `undefined` before that, and in a header without one. */
export function senderOf(bytes: Uint8Array): number | undefined {
  const [format] = bytes;
  return format === undefined || (format & MODE_BITS) === MODE.none ? undefined : bytes[2];
}

/**
 * The ISO 9141-2 messages in what came until the line fell silent; `undefined` when that is not whole. Answers of
 * several units may stand one behind the other: a message ends where its checksum is right and the rest is whole too.
 */
export function readCarb(bytes: Uint8Array): readonly KLineMessage[] | undefined {
  if (bytes.length === 0) return [];
  for (let size = Math.min(bytes.length, CARB_LONGEST); size >= CARB_SHORTEST; size--) {
    const message = carbMessage(bytes.subarray(0, size));
    if (message === undefined) continue;
    const rest = readCarb(bytes.subarray(size));
    if (rest !== undefined) return [message, ...rest];
  }
  return undefined;
}

function carbMessage(bytes: Uint8Array): KLineMessage | undefined {
  const [format = 0, target = 0, source = 0] = bytes;
  const end = bytes.length - 1;
  if ((format & MODE_BITS) !== MODE.carb || checksum(bytes.subarray(0, end)) !== bytes[end]) return undefined;
  return { header: { kind: 'carb', format, target, source }, data: bytes.slice(CARB_HEADER, end) };
}
