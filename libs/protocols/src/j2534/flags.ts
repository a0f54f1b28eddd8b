import { MAX_BASE_ID } from '../can/index.js';

/** What a received message says about itself. (SAE J2534-1 8.7.2) */
export const RX_STATUS = {
  TX_MSG_TYPE: 1 << 0,
  START_OF_MESSAGE: 1 << 1,
  RX_BREAK: 1 << 2,
  TX_INDICATION: 1 << 3,
  ISO15765_PADDING_ERROR: 1 << 4,
  /** 05.00: reception was broken off. */
  RX_ERROR: 1 << 5,
  /** 05.00: messages before this one are lost. */
  BUFFER_OVERFLOW: 1 << 6,
  ISO15765_ADDR_TYPE: 1 << 7,
  CAN_29BIT_ID: 1 << 8,
  /** 05.00: what was queued was not sent. */
  TX_FAILED: 1 << 9,
} as const;

/** How a message is to be sent, and what kind of identifier a filter is about. (8.7.3) */
export const TX_FLAGS = {
  ISO15765_FRAME_PAD: 1 << 6,
  ISO15765_ADDR_TYPE: 1 << 7,
  CAN_29BIT_ID: 1 << 8,
  WAIT_P3_MIN_ONLY: 1 << 9,
} as const;

/** How a channel is opened. (8.7.1) */
export const CONNECT_FLAGS = {
  CAN_29BIT_ID: 1 << 8,
  ISO9141_NO_CHECKSUM: 1 << 9,
  CAN_ID_BOTH: 1 << 11,
  ISO9141_K_LINE_ONLY: 1 << 12,
} as const;

/** Which identifiers a CAN channel carries. */
export type IdWidths = 'base' | 'extended' | 'both';

export const CONNECT_FLAGS_OF: { readonly [widths in IdWidths]: number } = {
  base: 0,
  extended: CONNECT_FLAGS.CAN_29BIT_ID,
  both: CONNECT_FLAGS.CAN_ID_BOTH,
};

/** The least that covers every one of these identifiers; one above 0x7FF has 29 bits. */
export function widthsOf(ids: readonly number[]): IdWidths {
  const extended = ids.filter((id) => id > MAX_BASE_ID).length;
  if (extended === 0) return 'base';
  return extended === ids.length ? 'extended' : 'both';
}

export const canTxFlags = (extended: boolean): number => (extended ? TX_FLAGS.CAN_29BIT_ID : 0);

export const isoTpTxFlags = (id: number): number => TX_FLAGS.ISO15765_FRAME_PAD | canTxFlags(id > MAX_BASE_ID);
