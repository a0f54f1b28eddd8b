import { readUint } from '@baylink/kernel';
import { RX_STATUS } from './flags.js';
import type { PassThruMessage } from './message.js';

/** What a message read from a CAN or ISO 15765 channel is. */
export type Received =
  /** A frame or whole message of the vehicle. */
  | { readonly kind: 'message'; readonly id: number; readonly extended: boolean; readonly bytes: Uint8Array }
  /** A segmented message has begun. */
  | { readonly kind: 'start'; readonly id: number; readonly extended: boolean }
  /** Something of ours has left, or is echoed. */
  | { readonly kind: 'own' }
  | { readonly kind: 'damaged'; readonly id: number }
  | { readonly kind: 'empty' };

const ID_BYTES = 4;
const has = (status: number, flag: number): boolean => (status & flag) !== 0;

/** Sorts by RxStatus; bits that are not listed change nothing. */
export function sortReceived({ rxStatus, data }: PassThruMessage): Received {
  if (has(rxStatus, RX_STATUS.TX_MSG_TYPE | RX_STATUS.TX_INDICATION | RX_STATUS.TX_FAILED)) return { kind: 'own' };
  const id = readUint(data, 0, ID_BYTES);
  if (id === undefined) return { kind: 'empty' };
  const extended = has(rxStatus, RX_STATUS.CAN_29BIT_ID);
  if (has(rxStatus, RX_STATUS.START_OF_MESSAGE)) return { kind: 'start', id, extended };
  if (has(rxStatus, RX_STATUS.ISO15765_PADDING_ERROR | RX_STATUS.RX_ERROR)) return { kind: 'damaged', id };
  return { kind: 'message', id, extended, bytes: data.slice(ID_BYTES) };
}
