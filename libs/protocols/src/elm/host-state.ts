import { type Millis, millis } from '@baylink/kernel';
import { EMPTY_LINE, type LineState } from './prompt-lines.js';
import type { Trouble } from './troubles.table.js';

export interface HostOptions {
  /** Commands that may wait for the prompt. */
  readonly queue: number;
  /** How long an adapter may take to come back with its prompt when it is interrupted or asked for its name. */
  readonly recovery: Millis;
}

export const HOST_DEFAULTS: HostOptions = { queue: 64, recovery: millis(1000) };

export interface Command {
  readonly ticket: number;
  /** Without its carriage return. Never empty: a lone one repeats the last request. */
  readonly text: string;
  /** From writing it to its prompt. */
  readonly limit: Millis;
}

/** What stood between a command and its prompt. */
export interface Reply {
  /** Data and texts, without echo and troubles. */
  readonly lines: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** They only grow. */
export interface HostCounters {
  readonly commands: number;
  readonly overlong: number;
  readonly unasked: number;
  readonly silences: number;
}

interface Common {
  readonly line: LineState;
  readonly queued: readonly Command[];
  readonly counters: HostCounters;
}

export type HostState =
  | (Common & { readonly phase: 'ready' })
  | (Common & { readonly phase: 'waiting'; readonly command: Command; readonly by: Millis; readonly reply: Reply })
  /** No prompt came: interrupted first, then asked for its name. */
  | (Common & { readonly phase: 'recovering'; readonly step: 'interrupted' | 'asked'; readonly by: Millis })
  | (Common & { readonly phase: 'mute' });

export type HostInput =
  | { readonly kind: 'command'; readonly command: Command }
  /** Ends the waiting of this command, if it still waits. */
  | { readonly kind: 'interrupt'; readonly ticket: number }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  | { readonly kind: 'tick' };

export type HostFailure = 'silent' | 'queue-full' | 'mute';

export type HostOut =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  /** A line of the reply, as soon as it is there. */
  | { readonly kind: 'line'; readonly ticket: number; readonly text: string }
  /** The adapter looks for a protocol or wakes the car up: that takes seconds. */
  | { readonly kind: 'progress'; readonly ticket: number }
  | { readonly kind: 'done'; readonly ticket: number; readonly reply: Reply }
  | { readonly kind: 'failed'; readonly ticket: number; readonly error: HostFailure }
  | { readonly kind: 'unasked'; readonly text: string; readonly trouble: Trouble | undefined }
  | { readonly kind: 'mute' };

export const HOST_START: HostState = {
  phase: 'ready',
  line: EMPTY_LINE,
  queued: [],
  counters: { commands: 0, overlong: 0, unasked: 0, silences: 0 },
};
