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

export const lastOf = (text: string): Line | undefined => linesOf(text).at(-1);

/** What cannot be taken back. */
export const isFinal = (bytes: Uint8Array): boolean => isErase(bytes) || isValueWrite(bytes);

const NOTHING = new Uint8Array();

export const sameContent = ({ before, after }: Evidence): boolean =>
  equalBytes(before.flash ?? NOTHING, after.flash ?? NOTHING) &&
  [...before.coding].every(([did, value]) => equalBytes(after.coding.get(did) ?? NOTHING, value)) &&
  (!before.boots || after.boots);
