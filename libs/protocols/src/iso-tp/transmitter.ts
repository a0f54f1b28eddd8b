import { after, type Machine, type Millis, type Step, unreachable } from '@baylink/kernel';
import { encodeConsecutive, encodeFirst, encodeSingle, firstFrameBytes } from './encode.js';
import type { TransferError } from './failure.js';
import { consecutiveBytes, maxSingle } from './layout.js';
import type { IsoTpOptions } from './options.js';
import type { Pdu } from './pci.js';
import { decodeStMin } from './stmin.js';

type FlowControl = Extract<Pdu, { kind: 'flow-control' }>;

/** A message on its way out. `transfer` tells its frames from those of an earlier one that was given up. */
interface Outgoing {
  readonly transfer: number;
  readonly message: Uint8Array;
  /** It takes more than a single frame. */
  readonly segmented: boolean;
  /** Bytes already handed to the driver. */
  readonly offset: number;
  readonly sequence: number;
  /** Frames handed to the driver and not confirmed yet. */
  readonly unconfirmed: number;
  /** Flow controls with WAIT since the last other one. */
  readonly waits: number;
}

export type TransmitterState =
  | { readonly phase: 'idle'; readonly transfer: number }
  /** Everything is handed over, the driver still has to confirm: N_As runs. */
  | { readonly phase: 'draining'; readonly out: Outgoing; readonly by: Millis }
  /** A flow control is due: N_As runs while a frame is unconfirmed, then N_Bs. */
  | { readonly phase: 'flow-control'; readonly out: Outgoing; readonly by: Millis }
  /** Consecutive frames may be sent: `left` of them, and none before `notBefore`; N_As runs while one is unconfirmed. */
  | {
      readonly phase: 'block';
      readonly out: Outgoing;
      readonly left: number;
      readonly stMin: Millis;
      readonly notBefore: Millis;
      readonly by: Millis;
    };

export type TransmitterInput =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'flow-control'; readonly pdu: FlowControl }
  | { readonly kind: 'sent'; readonly transfer: number }
  | { readonly kind: 'not-sent'; readonly transfer: number }
  | { readonly kind: 'tick' };

export type Refusal = 'busy' | 'empty' | 'too-long';

export type TransmitterOut =
  | { readonly kind: 'transmit'; readonly data: Uint8Array; readonly transfer: number }
  | { readonly kind: 'confirm' }
  /** The message was not taken; a transmission that runs is not touched. */
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | { readonly kind: 'failed'; readonly error: TransferError };

type TransmitterStep = Step<TransmitterState, TransmitterOut>;
type Block = Extract<TransmitterState, { phase: 'block' }>;

export const IDLE_TRANSMITTER: TransmitterState = { phase: 'idle', transfer: 0 };

const stay = (state: TransmitterState): TransmitterStep => ({ state, out: [] });

const idle = (out: Outgoing, ...said: TransmitterOut[]): TransmitterStep => ({
  state: { phase: 'idle', transfer: out.transfer },
  out: said,
});

const failed = (out: Outgoing, error: TransferError): TransmitterStep => idle(out, { kind: 'failed', error });

/** The sending side of one address pair: N_USData.request to N_USData.confirm. (ISO 15765-2 9.2) */
export function transmitter(options: IsoTpOptions): Machine<TransmitterState, TransmitterInput, TransmitterOut> {
  const { nA, nBs, maxLength, maxWaits, stMinMargin } = options;
  const longest = maxSingle(options);
  const chunk = consecutiveBytes(options);
  const burst = Math.max(1, options.burst);

  function begin(state: TransmitterState, message: Uint8Array, now: Millis): TransmitterStep {
    const refused = (reason: Refusal): TransmitterStep => ({ state, out: [{ kind: 'refused', reason }] });
    if (state.phase !== 'idle') return refused('busy');
    if (message.length === 0) return refused('empty');
    if (message.length > maxLength) return refused('too-long');
    const short = message.length <= longest;
    const offset = short ? message.length : firstFrameBytes(message.length, options);
    const data = short ? encodeSingle(message, options) : encodeFirst(message, options);
    const transfer = state.transfer + 1;
    const out = { transfer, message, segmented: !short, offset, sequence: 1, unconfirmed: 1, waits: 0 };
    const phase = short ? 'draining' : 'flow-control';
    return {
      state: { phase, out, by: after(now, nA) },
      out: [{ kind: 'transmit', data, transfer: out.transfer }],
    };
  }

  function flowControl(state: TransmitterState, pdu: FlowControl, now: Millis): TransmitterStep {
    if (state.phase !== 'flow-control') return stay(state);
    const { out } = state;
    switch (pdu.status) {
      case 'continue':
        return sendBlock(
          {
            phase: 'block',
            out: { ...out, waits: 0 },
            left: pdu.blockSize === 0 ? Number.POSITIVE_INFINITY : pdu.blockSize,
            stMin: decodeStMin(pdu.stMin),
            notBefore: now,
            by: after(now, nA),
          },
          now,
        );
      case 'wait':
        if (out.waits >= maxWaits) return failed(out, 'N_WFT_OVRN');
        return stay({ ...state, out: { ...out, waits: out.waits + 1 }, by: after(now, nBs) });
      case 'overflow':
        return failed(out, 'N_BUFFER_OVFLW');
      case 'invalid':
        return failed(out, 'N_INVALID_FS');
      default:
        return unreachable(pdu.status);
    }
  }

  /** Hands over as many consecutive frames as block, separation time and driver allow. */
  function sendBlock(block: Block, now: Millis): TransmitterStep {
    const said: TransmitterOut[] = [];
    const window = block.stMin > 0 ? 1 : burst;
    const { message, transfer } = block.out;
    let { offset, sequence, unconfirmed } = block.out;
    let { left } = block;
    while (offset < message.length && left > 0 && unconfirmed < window && now >= block.notBefore) {
      const end = Math.min(offset + chunk, message.length);
      said.push({ kind: 'transmit', data: encodeConsecutive(sequence, message, offset, end, options), transfer });
      offset = end;
      sequence = (sequence + 1) & 0x0f;
      left--;
      unconfirmed++;
    }
    const out = { ...block.out, offset, sequence, unconfirmed };
    const by = said.length > 0 ? after(now, nA) : block.by;
    if (offset === message.length) return { state: { phase: 'draining', out, by }, out: said };
    if (left === 0) return { state: { phase: 'flow-control', out, by }, out: said };
    return { state: { ...block, out, left, by }, out: said };
  }

  function sent(state: TransmitterState, transfer: number, now: Millis): TransmitterStep {
    if (state.phase === 'idle' || state.out.transfer !== transfer || state.out.unconfirmed === 0) return stay(state);
    const out = { ...state.out, unconfirmed: state.out.unconfirmed - 1 };
    const drained = out.unconfirmed === 0;
    switch (state.phase) {
      case 'draining':
        return drained ? idle(out, { kind: 'confirm' }) : stay({ ...state, out, by: after(now, nA) });
      case 'flow-control':
        return stay({ ...state, out, by: after(now, drained ? nBs : nA) });
      case 'block': {
        const notBefore = state.stMin > 0 ? after(after(now, state.stMin), stMinMargin) : now;
        return sendBlock({ ...state, out, notBefore, by: after(now, nA) }, now);
      }
      default:
        return unreachable(state);
    }
  }

  function tick(state: TransmitterState, now: Millis): TransmitterStep {
    const due = deadline(state);
    if (due === undefined || now < due || state.phase === 'idle') return stay(state);
    if (state.out.unconfirmed > 0) return failed(state.out, 'N_TIMEOUT_A');
    return state.phase === 'block' ? sendBlock(state, now) : failed(state.out, 'N_TIMEOUT_Bs');
  }

  function deadline(state: TransmitterState): Millis | undefined {
    if (state.phase === 'idle') return undefined;
    if (state.phase === 'block' && state.out.unconfirmed === 0) return state.notBefore;
    return state.by;
  }

  function step(state: TransmitterState, input: TransmitterInput, now: Millis): TransmitterStep {
    switch (input.kind) {
      case 'send':
        return begin(state, input.bytes, now);
      case 'flow-control':
        return flowControl(state, input.pdu, now);
      case 'sent':
        return sent(state, input.transfer, now);
      case 'not-sent':
        return state.phase !== 'idle' && state.out.transfer === input.transfer
          ? failed(state.out, 'N_ERROR')
          : stay(state);
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  return { step, deadline };
}
