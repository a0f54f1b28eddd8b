import { MAX_CAN_DL } from '../can/index.js';
import { addressLength, blankFrame, type FrameLayout } from './layout.js';
import { MAX_SHORT_LENGTH } from './pci.js';

/** `data` has 1 to `maxSingle(layout)` bytes. (ISO 15765-2 9.6.2) */
export function encodeSingle(data: Uint8Array, layout: FrameLayout): Uint8Array {
  const { length } = data;
  const at = addressLength(layout);
  const short = at + 1 + length <= MAX_CAN_DL;
  const head = at + (short ? 1 : 2);
  const frame = blankFrame(head + length, layout);
  frame[at] = short ? length : 0;
  if (!short) frame[at + 1] = length;
  frame.set(data, head);
  return frame;
}

/** Bytes of a message of this length that its first frame carries. (ISO 15765-2 9.6.3) */
export const firstFrameBytes = (length: number, layout: FrameLayout): number =>
  layout.txDl - addressLength(layout) - (length <= MAX_SHORT_LENGTH ? 2 : 6);

/** The first frame of `message`, which is longer than a single frame takes and not longer than 2^32-1 bytes. */
export function encodeFirst(message: Uint8Array, layout: FrameLayout): Uint8Array {
  const { length } = message;
  const at = addressLength(layout);
  const carried = firstFrameBytes(length, layout);
  const frame = blankFrame(layout.txDl, layout);
  if (length <= MAX_SHORT_LENGTH) {
    frame[at] = 0x10 | (length >> 8);
    frame[at + 1] = length & 0xff;
  } else {
    frame[at] = 0x10;
    frame[at + 1] = 0;
    for (let i = 0; i < 4; i++) frame[at + 2 + i] = (length >>> (24 - 8 * i)) & 0xff;
  }
  frame.set(message.subarray(0, carried), layout.txDl - carried);
  return frame;
}

/** The consecutive frame with `message[start]` to `message[end - 1]`; `sequence` is taken modulo 16. (ISO 15765-2 9.6.4) */
export function encodeConsecutive(
  sequence: number,
  message: Uint8Array,
  start: number,
  end: number,
  layout: FrameLayout,
): Uint8Array {
  const at = addressLength(layout);
  const frame = blankFrame(at + 1 + end - start, layout);
  frame[at] = 0x20 | (sequence & 0x0f);
  // For a few bytes a loop is several times as fast as a view and its copy.
  for (let from = start, to = at + 1; from < end; from++, to++) frame[to] = message[from] ?? 0;
  return frame;
}

const FLOW_STATUS_NIBBLE = { continue: 0, wait: 1, overflow: 2 } as const;

/** (ISO 15765-2 9.6.5) */
export function encodeFlowControl(
  status: keyof typeof FLOW_STATUS_NIBBLE,
  blockSize: number,
  stMin: number,
  layout: FrameLayout,
): Uint8Array {
  const at = addressLength(layout);
  const frame = blankFrame(at + 3, layout);
  frame[at] = 0x30 | FLOW_STATUS_NIBBLE[status];
  frame[at + 1] = blockSize;
  frame[at + 2] = stMin;
  return frame;
}
