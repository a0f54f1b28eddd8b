import type { CanFormats } from '../can/index.js';
import type { AdapterOut, AdapterState, ChannelMode } from './adapter-state.js';
import { BIT_RATES, DATA_BIT_RATES } from './bit-rates.table.js';
import { parseFrameLine } from './frame-text.js';

export interface CommandContext {
  /** The transmit queue has no room. */
  readonly full: boolean;
  /** What the adapter's controller can send. */
  readonly formats: CanFormats;
}

interface Done {
  readonly change?: Partial<AdapterState>;
  readonly out?: readonly AdapterOut[];
  readonly reply: string;
}

/** `wait`: not now, the transmit queue is full. `error`: answered with a bell. */
export type CommandOutcome = Done | 'wait' | 'error';
type Command = (state: AdapterState, line: string, context: CommandContext) => CommandOutcome;

const OK = '\r';
const VERSION = 'V1013\r';
const SERIAL = 'NB001\r';

/** The command is one letter and an argument of this shape. */
const shaped =
  (argument: RegExp, command: Command): Command =>
  (state, line, context) =>
    argument.test(line.slice(1)) ? command(state, line, context) : 'error';

const whenClosed =
  (command: Command): Command =>
  (state, line, context) =>
    state.mode === 'closed' ? command(state, line, context) : 'error';

const bare = /^$/;

const openAs = (mode: ChannelMode): Command =>
  shaped(
    bare,
    whenClosed(({ rates }) => ({
      change: { mode, fifo: [] },
      out: [{ kind: 'channel', mode, rates }],
      reply: OK,
    })),
  );

const close: Command = ({ mode, rates }) => ({
  change: { mode: 'closed', fifo: [] },
  out: mode === 'closed' ? [] : [{ kind: 'channel', mode: 'closed', rates }],
  reply: OK,
});

const bitRate: Command = ({ rates }, line) => {
  const nominal = BIT_RATES[line.charAt(1)];
  return nominal === undefined ? 'error' : { change: { rates: { ...rates, nominal } }, reply: OK };
};

const dataBitRate: Command = ({ rates }, line, { formats }) => {
  const data = DATA_BIT_RATES[line.charAt(1)];
  if (data === undefined || formats === 'classic') return 'error';
  return { change: { rates: { ...rates, data } }, reply: OK };
};

const send: Command = (state, line, { full, formats }) => {
  const sent = parseFrameLine(line);
  if (sent === undefined || state.mode !== 'open') return 'error';
  if (sent.kind === 'data' && sent.frame.fd !== undefined && formats === 'classic') return 'error';
  const extended = sent.kind === 'data' ? sent.frame.extended : sent.extended;
  const letter = extended ? 'Z' : 'z';
  const reply = state.poll === 'auto' ? `${letter}${OK}` : OK;
  if (sent.kind === 'remote') return { out: [sent], reply };
  if (full) return 'wait';
  return { change: { unsent: state.unsent + 1 }, out: [{ kind: 'transmit', frame: sent.frame }], reply };
};

const poll: Command = (state) => {
  const [oldest, ...fifo] = state.fifo;
  if (state.mode === 'closed' || state.poll === 'auto') return 'error';
  return oldest === undefined ? { reply: OK } : { change: { fifo }, reply: `${oldest}${OK}` };
};

const pollAll: Command = (state) => {
  if (state.mode === 'closed' || state.poll === 'auto') return 'error';
  return { change: { fifo: [] }, reply: `${state.fifo.map((line) => line + OK).join('')}A${OK}` };
};

const status: Command = (state) => {
  if (state.mode === 'closed') return 'error';
  return { change: { status: 0 }, reply: `F${state.status.toString(16).toUpperCase().padStart(2, '0')}${OK}` };
};

/** Acceptance code and mask are taken and not applied: the host sees every frame, as it does with the default mask. */
const accepted: Command = () => ({ reply: OK });

/** First letter of a line to what it does. What is not listed is answered with a bell. */
export const COMMANDS: { readonly [letter: string]: Command } = {
  S: shaped(/^[0-8]$/, whenClosed(bitRate)),
  // Bit timing registers: whoever sets them knows the bus; the rate that was set before stays what is reported.
  s: shaped(/^([0-9a-fA-F]{4}|[0-9a-fA-F]{6})$/, whenClosed(accepted)),
  Y: shaped(/^[0-9]$/, whenClosed(dataBitRate)),
  O: openAs('open'),
  L: openAs('listen-only'),
  C: shaped(bare, close),
  t: send,
  T: send,
  d: send,
  D: send,
  b: send,
  B: send,
  r: send,
  R: send,
  V: shaped(bare, () => ({ reply: VERSION })),
  v: shaped(bare, () => ({ reply: VERSION.replace('V', 'v') })),
  N: shaped(bare, () => ({ reply: SERIAL })),
  F: shaped(bare, status),
  Z: shaped(/^[01]$/, (_, line) => ({ change: { stamps: line === 'Z1' ? 'on' : 'off' }, reply: OK })),
  X: shaped(/^[01]$/, (_, line) => ({ change: { poll: line === 'X1' ? 'auto' : 'asked' }, reply: OK })),
  M: shaped(/^[0-9a-fA-F]{8}$/, accepted),
  m: shaped(/^[0-9a-fA-F]{8}$/, accepted),
  P: shaped(bare, poll),
  A: shaped(bare, pollAll),
};
