import type { Millis } from '@baylink/kernel';
import type { ClientDialect } from './dialects.table.js';
import type { LinkFailure } from './io.js';

/** Source address of an answer; opaque here. */
export type UnitId = number | string;

export interface CollectorConfig {
  /** Of every unit that is asked; ISO 14229-1 unless told. */
  readonly dialect?: ClientDialect;
  readonly p2: Millis;
  readonly p2Star: Millis;
  /** Added to both (ΔP2). */
  readonly margin: Millis;
  /** The end of collecting, whatever still comes. */
  readonly total: Millis;
  /** Answers that are kept; a vehicle has fewer units, a faulty bus need not. */
  readonly maxAnswers: number;
}

export interface Answer {
  readonly from: UnitId;
  readonly bytes: Uint8Array;
}

export type CollectorInput =
  | { readonly kind: 'request'; readonly bytes: Uint8Array }
  | { readonly kind: 'sent' }
  | { readonly kind: 'indication'; readonly from: UnitId }
  | { readonly kind: 'message'; readonly from: UnitId; readonly bytes: Uint8Array }
  /** A reception was given up: that unit is not waited for any more. */
  | { readonly kind: 'reception-failed'; readonly from: UnitId }
  | { readonly kind: 'link-failed'; readonly error: LinkFailure }
  | { readonly kind: 'tick' };

export type CollectorOut =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'stray'; readonly from: UnitId; readonly bytes: Uint8Array; readonly why: string }
  | { readonly kind: 'done'; readonly outcome: Collected };

export type Collected =
  /** In order of arrival; several of one unit are possible. `until`: what ended it. */
  | { readonly kind: 'answers'; readonly answers: readonly Answer[]; readonly until: 'P2' | 'total' | 'maxAnswers' }
  | { readonly kind: 'link'; readonly error: LinkFailure }
  | { readonly kind: 'refused'; readonly reason: 'busy' | 'empty request' };
