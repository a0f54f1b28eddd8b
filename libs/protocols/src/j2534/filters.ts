import { concat, uintBytes } from '@baylink/kernel';
import { canTxFlags, isoTpTxFlags } from './flags.js';
import type { PassThruMessage } from './message.js';
import { PROTOCOL_ID } from './protocols.table.js';

export const FILTER_TYPE = { PASS: 1, BLOCK: 2, FLOW_CONTROL: 3 } as const;

/** What PassThruStartMsgFilter takes. */
export interface MessageFilter {
  readonly type: number;
  readonly mask: PassThruMessage;
  readonly pattern: PassThruMessage;
  readonly flowControl?: PassThruMessage;
}

/** A message to be sent, or a part of a filter: what the adapter fills in is zero. */
export const outgoing = (protocol: number, txFlags: number, data: Uint8Array): PassThruMessage => ({
  protocol,
  rxStatus: 0,
  txFlags,
  timestamp: 0,
  extraDataIndex: 0,
  data,
});

/** One CAN frame. */
export const canMessage = (id: number, extended: boolean, data: Uint8Array): PassThruMessage =>
  outgoing(PROTOCOL_ID.CAN, canTxFlags(extended), concat(uintBytes(id, 4), data));

/** One whole diagnostic message; the adapter cuts it into frames. */
export const isoTpMessage = (id: number, bytes: Uint8Array): PassThruMessage =>
  outgoing(PROTOCOL_ID.ISO15765, isoTpTxFlags(id), concat(uintBytes(id, 4), bytes));

const EVERY_BIT = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
const NO_BIT = new Uint8Array(4);

/** What a unit says is taken from exactly this identifier, and its flow controls are sent with that one. */
export function flowControlFilter(can: { readonly request: number; readonly response: number }): MessageFilter {
  const part = (id: number, bytes: Uint8Array) => outgoing(PROTOCOL_ID.ISO15765, isoTpTxFlags(id), bytes);
  return {
    type: FILTER_TYPE.FLOW_CONTROL,
    mask: part(can.response, EVERY_BIT),
    pattern: part(can.response, uintBytes(can.response, 4)),
    flowControl: part(can.request, uintBytes(can.request, 4)),
  };
}

export function passAllFilter(extended: boolean): MessageFilter {
  const nothing = outgoing(PROTOCOL_ID.CAN, canTxFlags(extended), NO_BIT);
  return { type: FILTER_TYPE.PASS, mask: nothing, pattern: nothing };
}
