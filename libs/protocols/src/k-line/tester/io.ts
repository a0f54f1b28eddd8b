import { type Millis, millis, seconds } from '@baylink/kernel';
import { OBD_ADDRESS, TESTER_ADDRESS } from '../communication.table.js';
import type { KeyMeaning } from '../key-bytes.js';

/** Names one request from `send` to its end; chosen by the owner. */
export type Ticket = number;

/** Whom a request is for: one unit by its address byte, or everybody who answers to a functional one. */
export interface Destination {
  readonly mode: 'physical' | 'functional';
  readonly address: number;
}

/** How a sleeping unit is woken; `auto` tries the wake-up pattern and then the address byte, `none` expects it awake. */
export type InitMode = 'auto' | 'fast' | 'five-baud' | 'none';

export interface TesterOptions {
  readonly address: number;
  readonly init: InitMode;
  /** A K-Line interface hears itself; one that takes its own bytes out of what it hears has no echo. */
  readonly echo: 'expected' | 'absent';
  /** Between two bytes of a request; zero hands a whole request to the driver at once. (ISO 14230-2 4.4: P4) */
  readonly p4: Millis;
  /** How late adapter and operating system may hand on what came in time: added to every limit of the standards. */
  readonly latency: Millis;
  readonly fastAttempts: number;
  readonly queue: number;
  readonly keepAlive: {
    /** Idle time after which the link says that it is still there. */
    readonly after: Millis;
    /** No longer than this after the last request of its owner. */
    readonly atMost: Millis;
  };
}

export const TESTER_DEFAULTS: TesterOptions = {
  address: TESTER_ADDRESS,
  init: 'auto',
  echo: 'expected',
  p4: millis(5),
  latency: millis(100),
  fastAttempts: 2,
  queue: 16,
  keepAlive: { after: seconds(2), atMost: seconds(60) },
};

export const FUNCTIONAL_OBD: Destination = { mode: 'functional', address: OBD_ADDRESS };

/** What only the driver can do in time; the first two it confirms. */
export type LineAction =
  /** Low for `low`, high for `high`. (ISO 14230-2 5.2.4.2) */
  | { readonly kind: 'wake-up'; readonly low: Millis; readonly high: Millis }
  /** One byte at 5 bit/s, eight data bits, no parity. (ISO 9141-2 7.3) */
  | { readonly kind: 'address-byte'; readonly byte: number }
  | { readonly kind: 'write'; readonly bytes: Uint8Array };

export type TesterInput =
  | { readonly kind: 'send'; readonly ticket: Ticket; readonly to: Destination; readonly bytes: Uint8Array }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  | { readonly kind: 'performed' }
  | { readonly kind: 'not-performed' }
  /** Nothing more is taken; what is open ends, and the unit is told. */
  | { readonly kind: 'close' }
  | { readonly kind: 'tick' };

export type TesterError =
  | 'queue-full'
  | 'empty'
  | 'too-long'
  | 'closing'
  /** Nobody answered StartCommunication, or the address byte. */
  | 'no-answer'
  | 'start-refused'
  /** The unit speaks, and not a protocol of this line: key bytes or inverted address are wrong. */
  | 'foreign-keys'
  | 'echo-missing'
  | 'echo-wrong'
  | 'not-performed';

/** `echo`: something else came back than was written, and only an answer tells whether the unit took it. */
export type ReceptionError = 'checksum' | 'gap' | 'echo';

export type TesterOut =
  | { readonly kind: 'perform'; readonly action: LineAction }
  | { readonly kind: 'sent'; readonly ticket: Ticket }
  | { readonly kind: 'failed'; readonly ticket: Ticket; readonly error: TesterError; readonly limit?: number }
  | { readonly kind: 'indication'; readonly source: number }
  | { readonly kind: 'message'; readonly source: number; readonly bytes: Uint8Array }
  | { readonly kind: 'reception-failed'; readonly source: number | undefined; readonly error: ReceptionError }
  | { readonly kind: 'started'; readonly with: Destination; readonly meaning: KeyMeaning }
  | { readonly kind: 'ended'; readonly with: Destination }
  /** The answer to `close`. */
  | { readonly kind: 'closed' };
