import { endianness } from 'node:os';
import { type CanFrame, MAX_BASE_ID, MAX_EXTENDED_ID } from '@baylink/protocols/can';
import {
  CAN_EFF_FLAG,
  CAN_ERR_FLAG,
  CAN_ERR_MASK,
  CAN_MTU,
  CAN_RTR_FLAG,
  CANFD_BRS,
  CANFD_FDF,
  CANFD_MTU,
} from './kernel-constants.js';

const LITTLE = endianness() === 'LE';
const LENGTH_AT = 4;
const FLAGS_AT = 5;
const DATA_AT = 8;

/** What the kernel delivers on a raw CAN socket. */
export type Delivery =
  | { readonly kind: 'frame'; readonly frame: CanFrame }
  /** A report of the controller; `classes` and `detail` are read by `describeBusError`. */
  | { readonly kind: 'error'; readonly classes: number; readonly detail: Uint8Array }
  /** A remote frame, or a size that no CAN frame has: nothing that a diagnostic message is made of. */
  | { readonly kind: 'other' };

/** `struct can_frame` or `struct canfd_frame` in this machine's byte order. The frame has been checked. */
export function layOut(frame: CanFrame): Uint8Array {
  const bytes = new Uint8Array(frame.fd === undefined ? CAN_MTU : CANFD_MTU);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, frame.extended ? frame.id + CAN_EFF_FLAG : frame.id, LITTLE);
  bytes[LENGTH_AT] = frame.data.length;
  if (frame.fd !== undefined) bytes[FLAGS_AT] = CANFD_FDF | (frame.fd.bitRateSwitch ? CANFD_BRS : 0);
  bytes.set(frame.data, DATA_AT);
  return bytes;
}

/** Reads what `layOut` writes. The data is a copy: `bytes` may be used again. */
export function readDelivery(bytes: Uint8Array): Delivery {
  const room = bytes.length === CAN_MTU || bytes.length === CANFD_MTU ? bytes.length - DATA_AT : -1;
  const length = bytes[LENGTH_AT] ?? 0;
  if (length > room) return { kind: 'other' };
  const word = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, LITTLE);
  const data = bytes.slice(DATA_AT, DATA_AT + length);
  if (has(word, CAN_ERR_FLAG)) return { kind: 'error', classes: word & CAN_ERR_MASK, detail: data };
  if (has(word, CAN_RTR_FLAG)) return { kind: 'other' };
  const extended = has(word, CAN_EFF_FLAG);
  const id = word & (extended ? MAX_EXTENDED_ID : MAX_BASE_ID);
  if (bytes.length === CAN_MTU) return { kind: 'frame', frame: { id, extended, data } };
  return { kind: 'frame', frame: { id, extended, data, fd: { bitRateSwitch: has(bytes[FLAGS_AT] ?? 0, CANFD_BRS) } } };
}

const has = (word: number, flag: number): boolean => (word & flag) !== 0;
