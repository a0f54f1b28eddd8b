import { type Machine, type Millis, type Step, unreachable } from '@baylink/kernel';
import type { TransferError } from './failure.js';
import { addressLength } from './layout.js';
import type { IsoTpOptions } from './options.js';
import { decodePdu } from './pci.js';
import { IDLE_RECEIVER, type ReceiverInput, type ReceiverOut, type ReceiverState, receiver } from './receiver.js';
import {
  IDLE_TRANSMITTER,
  type Refusal,
  type TransmitterInput,
  type TransmitterOut,
  type TransmitterState,
  transmitter,
} from './transmitter.js';

/** Names one frame's purpose between `transmit` and its confirmation; it means nothing to the driver. */
export interface Ticket {
  readonly role: 'message' | 'flow-control';
  readonly transfer: number;
}

export interface ChannelState {
  readonly tx: TransmitterState;
  readonly rx: ReceiverState;
}

export type ChannelInput =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** The data field of a frame that came with the peer's identifier; one with another address byte is ignored. */
  | { readonly kind: 'frame'; readonly data: Uint8Array }
  /** The driver confirms a frame, in the order of the transmits. */
  | { readonly kind: 'sent'; readonly ticket: Ticket }
  | { readonly kind: 'not-sent'; readonly ticket: Ticket }
  | { readonly kind: 'tick' };

export type ChannelOut =
  | { readonly kind: 'transmit'; readonly data: Uint8Array; readonly ticket: Ticket }
  /** A message of `length` bytes has begun to arrive; P2 is measured to here. */
  | { readonly kind: 'indication'; readonly length: number }
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** The last frame of the message was confirmed by the driver. */
  | { readonly kind: 'confirm' }
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | { readonly kind: 'failed'; readonly direction: 'tx' | 'rx'; readonly error: TransferError };

export const IDLE_CHANNEL: ChannelState = { tx: IDLE_TRANSMITTER, rx: IDLE_RECEIVER };

/** True while a message of several frames is under way in either direction. */
export const segmenting = (state: ChannelState): boolean =>
  state.rx.phase !== 'idle' || (state.tx.phase !== 'idle' && state.tx.out.segmented);

function earliest(a: Millis | undefined, b: Millis | undefined): Millis | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function outOfTx(out: TransmitterOut): ChannelOut {
  if (out.kind === 'failed') return { ...out, direction: 'tx' };
  if (out.kind !== 'transmit') return out;
  return { kind: 'transmit', data: out.data, ticket: { role: 'message', transfer: out.transfer } };
}

function outOfRx(out: ReceiverOut): ChannelOut {
  if (out.kind === 'failed') return { ...out, direction: 'rx' };
  if (out.kind !== 'transmit') return out;
  return { kind: 'transmit', data: out.data, ticket: { role: 'flow-control', transfer: out.reception } };
}

/** Both directions of one address pair, independent of each other: a full-duplex channel of ISO 15765-2. */
export function isoTpChannel(options: IsoTpOptions): Machine<ChannelState, ChannelInput, ChannelOut> {
  const sender = transmitter(options);
  const taker = receiver(options);
  const { addressBytes } = options;
  const before = addressLength(options);

  function toTx(state: ChannelState, input: TransmitterInput, now: Millis): Step<ChannelState, ChannelOut> {
    const { state: tx, out } = sender.step(state.tx, input, now);
    return { state: { ...state, tx }, out: out.map(outOfTx) };
  }

  function toRx(state: ChannelState, input: ReceiverInput, now: Millis): Step<ChannelState, ChannelOut> {
    const { state: rx, out } = taker.step(state.rx, input, now);
    return { state: { ...state, rx }, out: out.map(outOfRx) };
  }

  function tick(state: ChannelState, now: Millis): Step<ChannelState, ChannelOut> {
    const first = toTx(state, { kind: 'tick' }, now);
    const second = toRx(first.state, { kind: 'tick' }, now);
    return { state: second.state, out: [...first.out, ...second.out] };
  }

  function frame(state: ChannelState, data: Uint8Array, now: Millis): Step<ChannelState, ChannelOut> {
    if (addressBytes !== undefined && data[0] !== addressBytes.received) return { state, out: [] };
    const pdu = decodePdu(data, before);
    if (pdu.kind === 'ignored') return { state, out: [] };
    return pdu.kind === 'flow-control'
      ? toTx(state, { kind: 'flow-control', pdu }, now)
      : toRx(state, { kind: 'pdu', pdu }, now);
  }

  function confirmed(
    state: ChannelState,
    kind: 'sent' | 'not-sent',
    { role, transfer }: Ticket,
    now: Millis,
  ): Step<ChannelState, ChannelOut> {
    return role === 'message' ? toTx(state, { kind, transfer }, now) : toRx(state, { kind, reception: transfer }, now);
  }

  function take(state: ChannelState, input: ChannelInput, now: Millis): Step<ChannelState, ChannelOut> {
    switch (input.kind) {
      case 'send':
        return toTx(state, input, now);
      case 'frame':
        return frame(state, input.data, now);
      case 'sent':
      case 'not-sent':
        return confirmed(state, input.kind, input.ticket, now);
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  const deadline = (state: ChannelState): Millis | undefined =>
    earliest(sender.deadline(state.tx), taker.deadline(state.rx));

  /** What is overdue is settled first: a frame that came too late meets a channel that has already given up. */
  function step(state: ChannelState, input: ChannelInput, now: Millis): Step<ChannelState, ChannelOut> {
    const due = deadline(state);
    if (input.kind === 'tick' || due === undefined || now <= due) return take(state, input, now);
    const settled = tick(state, now);
    const taken = take(settled.state, input, now);
    return { state: taken.state, out: [...settled.out, ...taken.out] };
  }

  return { step, deadline };
}
