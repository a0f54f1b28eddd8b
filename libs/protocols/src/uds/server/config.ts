import { type Millis, millis, seconds } from '@baylink/kernel';
import type { AuthenticationRules } from './authentication.js';

/** Everything that makes one unit's server different from another's: tables, no behaviour except the key function. */
export interface ServerConfig {
  readonly timing: ServerTiming;
  /** The sessions that the unit has; session 1 is always among them. */
  readonly sessions: readonly SessionRule[];
  /** The services that the unit has. A service that is not here is answered with NRC 0x11. */
  readonly services: readonly ServiceRule[];
  readonly security: SecurityRules;
  readonly transfer: TransferRules;
  readonly periodic: PeriodicRules;
  /** Absent: the unit has no certificates, and 0x29 is NRC 0x12 if it is listed at all. */
  readonly authentication?: AuthenticationRules;
  /** Most DIDs in one 0x22. More are NRC 0x13. */
  readonly maxDids: number;
  /** Longest response in bytes that the unit can build. A longer one is NRC 0x14. */
  readonly maxResponse: number;
}

/** ISO 14229-2 server timing. */
export interface ServerTiming {
  /** P2server_max, told to the client in `50 xx`. */
  readonly p2: Millis;
  /** P2*server_max; told in steps of 10 ms. */
  readonly p2Star: Millis;
  /** S3server: a session other than the default one ends after this silence. */
  readonly s3: Millis;
  /** The first 0x78 leaves this long after the request; not later than P2. */
  readonly pendingAfter: Millis;
  /** Every following 0x78; shorter than P2*. */
  readonly pendingEvery: Millis;
  /** An ask that its owner has not answered by then ends in NRC 0x10. */
  readonly askLimit: Millis;
}

export type SessionSet = 'any' | readonly number[];

export interface SessionRule {
  readonly session: number;
  /** Sessions from which it may be entered; from another one the answer is NRC 0x7E. */
  readonly from: SessionSet;
  /**
   * `here`: this server goes on in the new session. `restart`: the unit restarts into other software; this server sends
   * 0x78, hands over with a `restart` out and is silent for ever; the next server sends the positive response.
   */
  readonly enter: 'here' | 'restart';
}

export interface ServiceRule {
  readonly sid: number;
  /** Where it is answered; elsewhere NRC 0x7F. */
  readonly sessions: SessionSet;
  /** Security levels (odd numbers) of which one must be unlocked, else NRC 0x33. Empty or absent: none needed. */
  readonly security?: readonly number[];
  /** `required`: NRC 0x34 until 0x29 has succeeded. */
  readonly authentication?: 'required';
  /** `physical`: a functional request is treated as not supported, silently. Default: both. */
  readonly addressing?: 'physical';
  /**
   * The sub-functions that exist; others are NRC 0x12. Absent: every value, and the owner refuses what it does not have.
   * Ignored for 0x10, 0x27 and 0x3E, whose sub-functions follow from the tables above.
   */
  readonly subFunctions?: readonly SubFunctionRule[];
}

export interface SubFunctionRule {
  readonly subFunction: number;
  /** Outside these NRC 0x7E. Absent: as the service. */
  readonly sessions?: SessionSet;
  /** As `ServiceRule.security`, for this sub-function alone. */
  readonly security?: readonly number[];
}

export interface SecurityRules {
  readonly levels: readonly SecurityLevel[];
  /** Wrong keys up to this number; the last of them is answered with NRC 0x36 and starts the delay. */
  readonly attempts: number;
  /** After too many wrong keys: no seed (NRC 0x37) for this long. */
  readonly delay: Millis;
  /** No seed for this long after the server has been created; 0 for none. */
  readonly bootDelay: Millis;
}

export interface SecurityLevel {
  /** Odd: the requestSeed sub-function. */
  readonly level: number;
  /** 1 to 16 bytes. */
  readonly seedBytes: number;
  /** Where the level can be asked for; elsewhere NRC 0x7E. */
  readonly sessions: SessionSet;
  /** The key that unlocks, computed from the seed. */
  readonly key: (seed: Uint8Array) => Uint8Array;
}

export interface TransferRules {
  /** maxNumberOfBlockLength as told in 74/75: counts the SID and the counter too. */
  readonly maxBlockLength: number;
}

/** Rates of ReadDataByPeriodicIdentifier. */
export interface PeriodicRules {
  readonly slow: Millis;
  readonly medium: Millis;
  readonly fast: Millis;
  /** Most identifiers at once. More are NRC 0x31. */
  readonly limit: number;
}

/** What most units do; a unit's configuration begins with these and overrides what it does otherwise. */
export const SERVER_DEFAULTS = {
  timing: {
    p2: millis(50),
    p2Star: millis(5000),
    s3: seconds(5),
    pendingAfter: millis(40),
    pendingEvery: millis(1500),
    askLimit: seconds(600),
  },
  security: { levels: [], attempts: 3, delay: seconds(10), bootDelay: millis(0) },
  transfer: { maxBlockLength: 0x0402 },
  periodic: { slow: millis(1000), medium: millis(200), fast: millis(50), limit: 8 },
  maxDids: 16,
  maxResponse: 4095,
} as const satisfies Omit<ServerConfig, 'sessions' | 'services'>;
