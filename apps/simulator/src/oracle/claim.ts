import { equalBytes, hex } from '@baylink/kernel';
import type { Seen } from '../world/tap.js';
import type { Evidence } from './evidence.js';
import { type Line, linesOf } from './journal.js';
import { isErase, isValueWrite } from './requests.js';

/** One invariant of the write job, as somebody from outside can check it. */
export interface Claim {
  /** `I2`, and what it says. */
  readonly id: string;
  /** One sentence for each time that it does not hold. */
  find(evidence: Evidence): readonly string[];
}

export const ofTarget = ({ plan, seen }: Evidence): readonly Seen[] =>
  seen.filter(({ direction, unit }) => direction === 'tx' && unit === plan.target.unit);

export const show = ({ at, bytes }: Seen): string => `${hex(bytes.subarray(0, 8))} at ${at.toFixed(0)} ms`;

export const holds = (text: string, ...types: readonly string[]): boolean =>
  linesOf(text).some(({ type }) => types.includes(type));

/**
 * People have been told that the journal takes nothing more: what follows cannot be read on the disk. (I17) A forced write
 * that failed leaves its pages clean in memory, also for the next process, until the power is cut.
 */
export function journalFailed({ alarms, cuts }: Evidence, at: number): boolean {
  const from = Math.max(Number.NEGATIVE_INFINITY, ...cuts.filter((cut) => cut <= at));
  return alarms.some(
    (alarm) => alarm.at >= from && alarm.at <= at && alarm.sentence.startsWith('The journal cannot be written'),
  );
}

/** The last record, apart from pauses in front of a request that has been intended. */
export const intentOf = (text: string): Line | undefined =>
  linesOf(text).findLast(({ type }) => type !== 'PAUSE' && type !== 'RESUME');

/** What cannot be taken back. */
export const isFinal = (bytes: Uint8Array): boolean => isErase(bytes) || isValueWrite(bytes);

const NOTHING = new Uint8Array();

export const sameContent = ({ before, after }: Evidence): boolean =>
  equalBytes(before.flash ?? NOTHING, after.flash ?? NOTHING) &&
  [...before.coding].every(([did, value]) => equalBytes(after.coding.get(did) ?? NOTHING, value)) &&
  (!before.boots || after.boots);
