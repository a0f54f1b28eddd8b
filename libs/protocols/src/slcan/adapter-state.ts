import type { BitRates, CanFrame } from '../can/index.js';
import { EMPTY_LINE, type LineState, type Token } from './lines.js';

export type ChannelMode = 'closed' | 'open' | 'listen-only';

export type AdapterOut =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  /** To be put on the bus; its owner tells `transmitted` when it has left. */
  | { readonly kind: 'transmit'; readonly frame: CanFrame }
  /** The host asked for a remote frame; no `transmitted` is expected for it. */
  | { readonly kind: 'remote'; readonly id: number; readonly extended: boolean; readonly length: number }
  | { readonly kind: 'channel'; readonly mode: ChannelMode; readonly rates: BitRates };

export interface AdapterState {
  readonly line: LineState;
  readonly mode: ChannelMode;
  readonly rates: BitRates;
  readonly stamps: 'off' | 'on';
  readonly poll: 'auto' | 'asked';
  /** Frames given to the bus and not sent yet. */
  readonly unsent: number;
  readonly held: readonly Token[];
  /** Frame lines that wait for a poll, oldest first. */
  readonly fifo: readonly string[];
  /** The flags that `F` tells and clears. */
  readonly status: number;
}

/** A bit rate is set from the start: tools exist that only ever open. */
export const ADAPTER_START: AdapterState = {
  line: EMPTY_LINE,
  mode: 'closed',
  rates: { nominal: 500_000, data: 2_000_000 },
  stamps: 'off',
  poll: 'auto',
  unsent: 0,
  held: [],
  fifo: [],
  status: 0,
};
