import { type Millis, type Millivolts, millis } from '@baylink/kernel';
import type { CanFrame } from '../../can/index.js';
import { type ChannelState, IDLE_CHANNEL, type Ticket } from '../../iso-tp/index.js';

export type Switch = 'on' | 'off';

/** Which identifiers pass. */
export interface Filter {
  readonly code: number;
  readonly mask: number;
}

export interface Settings {
  readonly echo: Switch;
  readonly linefeeds: Switch;
  readonly spaces: Switch;
  readonly headers: Switch;
  readonly formatting: Switch;
  readonly flowControl: Switch;
  readonly responses: Switch;
  readonly segmentTransmit: Switch;
  /** A hex digit; `0`: found by itself, and then `6`. */
  readonly protocol: string;
  readonly search: Switch;
  /** The 24 lower bits of the identifier that requests are sent with, and the 5 above them. */
  readonly header: number;
  readonly priority: number;
  /** `undefined`: the answers that OBD has. */
  readonly filter: Filter | undefined;
  readonly flowControlMode: '0' | '1' | '2';
  readonly flowControlId: number | undefined;
  readonly flowControlData: Uint8Array | undefined;
  readonly timeout: Millis;
  /** The byte that SD keeps. */
  readonly stored: number;
}

/** Four milliseconds a step. (ELM327: ST) */
export const TIMEOUT_STEP = 4;

/** After ATZ. (ELM327: AT Command Descriptions) */
export const DEFAULTS: Settings = {
  echo: 'on',
  linefeeds: 'on',
  spaces: 'on',
  headers: 'off',
  formatting: 'on',
  flowControl: 'on',
  responses: 'on',
  segmentTransmit: 'off',
  protocol: '0',
  search: 'on',
  header: 0x7df,
  priority: 0x18,
  filter: undefined,
  flowControlMode: '0',
  flowControlId: undefined,
  flowControlData: undefined,
  timeout: millis(0x32 * TIMEOUT_STEP),
  stored: 0,
};

export type Activity =
  | { readonly phase: 'prompt' }
  /** A request is out: frames are shown until `until`, or until `left` of them have been. */
  | { readonly phase: 'listening'; readonly until: Millis; readonly left: number; readonly shown: number }
  /** Everything that passes is shown until a character comes. */
  | { readonly phase: 'monitoring' }
  /** STPX has announced so many bytes. */
  | { readonly phase: 'announced'; readonly length: number; readonly left: number }
  /** A long request goes out; `left` answers are then waited for. */
  | { readonly phase: 'segmenting'; readonly left: number }
  /** ATRV or STVR: the owner has been asked; so many digits are shown behind the point. */
  | { readonly phase: 'measuring'; readonly digits: 1 | 2 };

export interface AdapterState {
  readonly settings: Settings;
  readonly activity: Activity;
  /** Of the command that is being typed. */
  readonly input: string;
  /** A lone carriage return does it again. */
  readonly last: string;
  /** Whose frames are on the way to the bus, oldest first; `undefined`: of no long message. */
  readonly sending: readonly (Ticket | undefined)[];
  readonly channel: ChannelState;
  /** Consecutive frames since the last first frame. */
  readonly burst: number;
}

export const ADAPTER_START: AdapterState = {
  settings: DEFAULTS,
  activity: { phase: 'prompt' },
  input: '',
  last: '',
  sending: [],
  channel: IDLE_CHANNEL,
  burst: 0,
};

export type AdapterInput =
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  /** A frame from the bus, not one of this adapter's own. */
  | { readonly kind: 'bus'; readonly frame: CanFrame }
  /** One frame of this adapter has left for the bus; they leave in order. */
  | { readonly kind: 'transmitted' }
  /** What `measure` asked for. */
  | { readonly kind: 'voltage'; readonly value: Millivolts }
  | { readonly kind: 'tick' };

export type AdapterOut =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  | { readonly kind: 'transmit'; readonly frame: CanFrame }
  | { readonly kind: 'measure' };
