import { type Millis, millis } from '@baylink/kernel';
import type { KeyBytes } from '../key-bytes.js';
import { type LineTiming, NORMAL_TIMING } from '../timing.js';

/** A control unit on the line: constants. */
export interface LineUnit {
  readonly address: number;
  /** Functional addresses that it answers to, such as 0x33 of OBD. */
  readonly functional: readonly number[];
  readonly keys: KeyBytes;
}

export interface LineOptions {
  readonly units: readonly LineUnit[];
  readonly timing: LineTiming;
  /** `assumed`: the line cannot show a break, so StartCommunication is heard without one. */
  readonly wakeUp: 'required' | 'assumed';
  /** How late the line may hand on what came in time: added to what a tester is allowed. */
  readonly latency: Millis;
}

export const LINE_DEFAULTS: Omit<LineOptions, 'units'> = {
  timing: NORMAL_TIMING,
  wakeUp: 'required',
  latency: millis(100),
};

export type LineInput =
  /** The wake-up pattern has begun. */
  | { readonly kind: 'wake-up' }
  /** Has been on the line. */
  | { readonly kind: 'address-byte'; readonly byte: number }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  /** A unit answers the tester. */
  | { readonly kind: 'answer'; readonly from: number; readonly bytes: Uint8Array }
  | { readonly kind: 'tick' };

export type LineOut =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  /** A request for the unit `to` that the data link does not answer by itself. */
  | {
      readonly kind: 'request';
      readonly to: number;
      readonly tester: number;
      readonly addressing: 'physical' | 'functional';
      readonly bytes: Uint8Array;
    }
  /** The unit is in communication, or no more: after a stop, or P3max without a request. */
  | { readonly kind: 'started'; readonly unit: number }
  | { readonly kind: 'ended'; readonly unit: number };
