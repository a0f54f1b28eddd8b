import { after, type Machine, type Millis, type Step, unreachable } from '@baylink/kernel';
import { encodeFlowControl } from './encode.js';
import type { TransferError } from './failure.js';
import { addressLength } from './layout.js';
import type { IsoTpOptions } from './options.js';
import type { Pdu } from './pci.js';
import { encodeStMin } from './stmin.js';

type Arriving = Exclude<Pdu, { kind: 'flow-control' } | { kind: 'ignored' }>;
type First = Extract<Pdu, { kind: 'first' }>;

/** Parts of a message, newest first: memory is taken for bytes that came, never for a length that was announced. */
interface Gathered {
  readonly part: Uint8Array;
  readonly before: Gathered | undefined;
}

/** A message on its way in. */
interface Incoming {
  readonly reception: number;
  readonly length: number;
  readonly gathered: Gathered;
  readonly got: number;
  /** Bytes of every consecutive frame but the last. */
  readonly chunk: number;
  readonly sequence: number;
  /** Consecutive frames until the next flow control of this side. */
  readonly left: number;
}

export type ReceiverState =
  | { readonly phase: 'idle'; readonly reception: number }
  /** A flow control is with the driver: N_Ar runs. */
  | { readonly phase: 'clearing'; readonly incoming: Incoming; readonly by: Millis }
  /** A consecutive frame is due: N_Cr runs. */
  | { readonly phase: 'receiving'; readonly incoming: Incoming; readonly by: Millis };

export type ReceiverInput =
  | { readonly kind: 'pdu'; readonly pdu: Arriving }
  | { readonly kind: 'sent'; readonly reception: number }
  | { readonly kind: 'not-sent'; readonly reception: number }
  | { readonly kind: 'tick' };

export type ReceiverOut =
  | { readonly kind: 'transmit'; readonly data: Uint8Array; readonly reception: number }
  | { readonly kind: 'indication'; readonly length: number }
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly error: TransferError };

type ReceiverStep = Step<ReceiverState, ReceiverOut>;

export const IDLE_RECEIVER: ReceiverState = { phase: 'idle', reception: 0 };

const stay = (state: ReceiverState): ReceiverStep => ({ state, out: [] });

const failed = (reception: number, error: TransferError): ReceiverStep => ({
  state: { phase: 'idle', reception },
  out: [{ kind: 'failed', error }],
});

function assemble(newest: Gathered, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let end = length;
  for (let at: Gathered | undefined = newest; at !== undefined; at = at.before) {
    end -= at.part.length;
    whole.set(at.part, end);
  }
  return whole;
}

const receptionOf = (state: ReceiverState): number =>
  state.phase === 'idle' ? state.reception : state.incoming.reception;

/** The receiving side of one address pair: N_USData.indication. (ISO 15765-2 9.2) */
export function receiver(options: IsoTpOptions): Machine<ReceiverState, ReceiverInput, ReceiverOut> {
  const { nA, nCr, maxLength, blockSize } = options;
  const stMin = encodeStMin(options.stMin);
  const before = addressLength(options);

  /** What a new message does to one that is still arriving. (ISO 15765-2 9.8.3) */
  const replaced = (state: ReceiverState): readonly ReceiverOut[] =>
    state.phase === 'idle' ? [] : [{ kind: 'failed', error: 'N_UNEXP_PDU' }];

  function clear(incoming: Incoming, now: Millis): ReceiverStep {
    const data = encodeFlowControl('continue', blockSize, stMin, options);
    const left = blockSize === 0 ? Number.POSITIVE_INFINITY : blockSize;
    return {
      state: { phase: 'clearing', incoming: { ...incoming, left }, by: after(now, nA) },
      out: [{ kind: 'transmit', data, reception: incoming.reception }],
    };
  }

  function first(state: ReceiverState, { length, data, rxDl }: First, now: Millis): ReceiverStep {
    const reception = receptionOf(state) + 1;
    if (length > maxLength) {
      const refusal = encodeFlowControl('overflow', 0, 0, options);
      return {
        state: { phase: 'idle', reception },
        out: [
          ...replaced(state),
          { kind: 'transmit', data: refusal, reception },
          { kind: 'failed', error: 'N_BUFFER_OVFLW' },
        ],
      };
    }
    const gathered = { part: data.slice(), before: undefined };
    const chunk = rxDl - before - 1;
    const cleared = clear({ reception, length, gathered, got: data.length, chunk, sequence: 1, left: 0 }, now);
    return { state: cleared.state, out: [...replaced(state), { kind: 'indication', length }, ...cleared.out] };
  }

  function consecutive(state: ReceiverState, sequence: number, data: Uint8Array, now: Millis): ReceiverStep {
    if (state.phase === 'idle') return stay(state);
    const { incoming } = state;
    const wanted = Math.min(incoming.chunk, incoming.length - incoming.got);
    if (data.length < wanted || data.length > incoming.chunk) return stay(state);
    if (sequence !== incoming.sequence) return failed(incoming.reception, 'N_WRONG_SN');
    const grown: Incoming = {
      ...incoming,
      gathered: { part: data.slice(0, wanted), before: incoming.gathered },
      got: incoming.got + wanted,
      sequence: (sequence + 1) & 0x0f,
      left: incoming.left - 1,
    };
    if (grown.got === grown.length) {
      return {
        state: { phase: 'idle', reception: grown.reception },
        out: [{ kind: 'message', bytes: assemble(grown.gathered, grown.length) }],
      };
    }
    if (grown.left === 0) return clear(grown, now);
    return stay({ phase: 'receiving', incoming: grown, by: after(now, nCr) });
  }

  function arrived(state: ReceiverState, pdu: Arriving, now: Millis): ReceiverStep {
    switch (pdu.kind) {
      case 'single':
        return {
          state: { phase: 'idle', reception: receptionOf(state) },
          out: [
            ...replaced(state),
            { kind: 'indication', length: pdu.data.length },
            { kind: 'message', bytes: pdu.data.slice() },
          ],
        };
      case 'first':
        return first(state, pdu, now);
      case 'consecutive':
        return consecutive(state, pdu.sequence, pdu.data, now);
      default:
        return unreachable(pdu);
    }
  }

  const deadline = (state: ReceiverState): Millis | undefined => (state.phase === 'idle' ? undefined : state.by);

  function tick(state: ReceiverState, now: Millis): ReceiverStep {
    if (state.phase === 'idle' || now < state.by) return stay(state);
    return failed(state.incoming.reception, state.phase === 'clearing' ? 'N_TIMEOUT_A' : 'N_TIMEOUT_Cr');
  }

  function step(state: ReceiverState, input: ReceiverInput, now: Millis): ReceiverStep {
    switch (input.kind) {
      case 'pdu':
        return arrived(state, input.pdu, now);
      case 'sent':
        return state.phase === 'clearing' && state.incoming.reception === input.reception
          ? stay({ phase: 'receiving', incoming: state.incoming, by: after(now, nCr) })
          : stay(state);
      case 'not-sent':
        return state.phase === 'clearing' && state.incoming.reception === input.reception
          ? failed(input.reception, 'N_ERROR')
          : stay(state);
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  return { step, deadline };
}
