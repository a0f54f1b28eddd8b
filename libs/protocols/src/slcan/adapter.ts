import { type Machine, type Millis, type Step, unreachable } from '@baylink/kernel';
import type { CanFormats, CanFrame } from '../can/index.js';
import { COMMANDS, type CommandContext } from './adapter-commands.table.js';
import type { AdapterOut, AdapterState } from './adapter-state.js';
import { frameText } from './frame-text.js';
import { ascii, splitLines, type Token } from './lines.js';

export interface AdapterOptions {
  /** `classic`: a LAWICEL adapter, to which FD frames and `Y` are unknown. */
  readonly formats: CanFormats;
  /** Frames that may wait for the bus; the reply to a further one is held back until there is room. */
  readonly transmitQueue: number;
  /** Lines kept while the transmit queue is full; what comes on top is refused with a bell. */
  readonly heldLines: number;
  /** Received frames kept for `P` and `A` while auto poll is off. */
  readonly receiveQueue: number;
}

export const ADAPTER_DEFAULTS: AdapterOptions = { formats: 'fd', transmitQueue: 32, heldLines: 4096, receiveQueue: 64 };

export type AdapterInput =
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  /** A frame from the bus, not one of this adapter's own. */
  | { readonly kind: 'bus'; readonly frame: CanFrame }
  /** One frame of this adapter has left for the bus. */
  | { readonly kind: 'transmitted' };

type AdapterStep = Step<AdapterState, AdapterOut>;

const BELL = '\x07';
const STAMP_PERIOD = 60_000;
/** Receive queue full. */
const STATUS_RX_FULL = 0x01;
/** Data overrun. */
const STATUS_OVERRUN = 0x08;

const write = (text: string): AdapterOut => ({ kind: 'write', bytes: ascii(text) });

/** False while the transmit queue is full: the owner stops reading the serial line, so that the host feels it. */
export const ready = (state: AdapterState): boolean => state.held.length === 0;

/** The adapter's side of a LAWICEL serial line: what a tool's serial port is connected to. It has no timers. */
export function slcanAdapter(options: AdapterOptions): Machine<AdapterState, AdapterInput, AdapterOut> {
  const context = (state: AdapterState): CommandContext => ({
    full: state.unsent >= options.transmitQueue,
    formats: options.formats,
  });

  /** `undefined`: the command waits for room in the transmit queue. */
  function execute(state: AdapterState, token: Token): AdapterStep | undefined {
    if (token.kind === 'bell') return { state, out: [] };
    if (token.kind === 'torn') return { state, out: [write(BELL)] };
    if (token.text === '') return { state, out: [write('\r')] };
    const command = COMMANDS[token.text.charAt(0)];
    const done = command?.(state, token.text, context(state));
    if (done === 'wait') return undefined;
    if (done === undefined || done === 'error') return { state, out: [write(BELL)] };
    return { state: { ...state, ...done.change }, out: [...(done.out ?? []), write(done.reply)] };
  }

  function work(state: AdapterState, tokens: readonly Token[]): AdapterStep {
    const out: AdapterOut[] = [];
    let current = state;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      const done = token === undefined ? undefined : execute(current, token);
      if (done === undefined) return hold(current, tokens.slice(i), out);
      current = done.state;
      out.push(...done.out);
    }
    return { state: { ...current, held: [] }, out };
  }

  function hold(state: AdapterState, tokens: readonly Token[], out: readonly AdapterOut[]): AdapterStep {
    const held = tokens.slice(0, options.heldLines);
    const bells = BELL.repeat(tokens.length - held.length);
    if (bells === '') return { state: { ...state, held }, out };
    return { state: { ...state, held, status: state.status | STATUS_OVERRUN }, out: [...out, write(bells)] };
  }

  function received(state: AdapterState, bytes: Uint8Array): AdapterStep {
    const { state: line, tokens } = splitLines(state.line, bytes);
    return work({ ...state, line }, [...state.held, ...tokens]);
  }

  function fromBus(state: AdapterState, frame: CanFrame, now: Millis): AdapterStep {
    if (state.mode === 'closed' || (frame.fd !== undefined && options.formats === 'classic')) return { state, out: [] };
    const stamp = state.stamps === 'on' ? Math.floor(now) % STAMP_PERIOD : undefined;
    const text = frameText(frame, stamp);
    if (state.poll === 'auto') return { state, out: [write(`${text}\r`)] };
    if (state.fifo.length >= options.receiveQueue) {
      return { state: { ...state, status: state.status | STATUS_RX_FULL }, out: [] };
    }
    return { state: { ...state, fifo: [...state.fifo, text] }, out: [] };
  }

  function step(state: AdapterState, input: AdapterInput, now: Millis): AdapterStep {
    switch (input.kind) {
      case 'received':
        return received(state, input.bytes);
      case 'bus':
        return fromBus(state, input.frame, now);
      case 'transmitted':
        return work({ ...state, unsent: Math.max(0, state.unsent - 1) }, state.held);
      default:
        return unreachable(input);
    }
  }

  return { step, deadline: () => undefined };
}
