import { type Millis, millis } from '@baylink/kernel';
import { BIT_RATE, INIT } from '@baylink/protocols/k-line';

/** What bytes that were written at some speed are on the line. The slow ones have been on it after their `time`. */
export type OnLine =
  | { readonly kind: 'bytes' }
  /** Low for as long as a wake-up pattern is. */
  | { readonly kind: 'wake-up'; readonly time: Millis }
  | { readonly kind: 'address-byte'; readonly byte: number; readonly time: Millis }
  /** Bits that no unit can read. */
  | { readonly kind: 'noise'; readonly time: Millis };

const BYTES: OnLine = { kind: 'bytes' };
/** Real clocks are no better, and units are patient. */
const TOLERANCE = 0.1;
/** TiniL of a unit that is patient. (ISO 14230-2 5.2.4.2) */
const LOW = { least: INIT.tIniL - 5, most: INIT.tIniL + 5 } as const;
const ADDRESS_SPEED = 5;
const BITS_OF_A_BYTE = 10;

const isNear = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= wanted * TOLERANCE;

/** Looks at the speed with the eyes of a unit; one that is not known is taken for the line's own. */
export function onLine(bytes: Uint8Array, speed: number | undefined): OnLine {
  if (speed === undefined || isNear(speed, BIT_RATE)) return BYTES;
  const [byte] = bytes;
  const time = millis((bytes.length * BITS_OF_A_BYTE * 1000) / Math.max(speed, 1));
  if (byte === undefined || bytes.length !== 1) return { kind: 'noise', time };
  if (isNear(speed, ADDRESS_SPEED)) return { kind: 'address-byte', byte, time };
  const low = lowTime(byte, speed);
  return { kind: low >= LOW.least && low <= LOW.most ? 'wake-up' : 'noise', time };
}

/** Start bit and the zero bits behind it. */
function lowTime(byte: number, speed: number): Millis {
  const zeros = byte === 0 ? 8 : Math.log2(byte & -byte);
  return millis(((1 + zeros) * 1000) / speed);
}
