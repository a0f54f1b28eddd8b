import { type Millis, millis } from '@baylink/kernel';

/** What a reserved STmin value is taken for: the longest separation that can be asked for. (ISO 15765-2 9.6.5.5) */
const LONGEST = millis(127);

/** SeparationTimeMinimum of a flow control, decoded. Reserved values are slow, never an error. */
export function decodeStMin(value: number): Millis {
  if (value >= 0x00 && value <= 0x7f) return millis(value);
  if (value >= 0xf1 && value <= 0xf9) return millis((value - 0xf0) / 10);
  return LONGEST;
}

/** The smallest STmin code that keeps at least `wait` between two consecutive frames; beyond 127 ms it is 127 ms. */
export function encodeStMin(wait: Millis): number {
  if (wait <= 0) return 0;
  // A tenth held in binary is not exact: 0.3 must not become 0.4.
  const tenths = Math.ceil(wait * 10 - 1e-9);
  if (tenths <= 9) return 0xf0 + tenths;
  return Math.min(Math.ceil(wait), LONGEST);
}
