import { type LengthForm, LONGEST_CARB_DATA, LONGEST_DATA, LONGEST_IN_FORMAT } from './message.js';

/** What a unit says about itself when communication starts. */
export interface KeyBytes {
  readonly kb1: number;
  readonly kb2: number;
}

/** How messages have to look for this unit, in both directions. */
export type KeyMeaning =
  | {
      readonly protocol: 'iso14230';
      readonly lengths: readonly LengthForm[];
      /** The unit takes one-byte headers; and headers with addresses. */
      readonly header: { readonly short: boolean; readonly addressed: boolean };
      readonly timing: 'normal' | 'extended';
    }
  | { readonly protocol: 'iso9141'; readonly p2min: 'normal' | 'zero' };

/** Bits of key byte 1; bit 6 is always set and bit 7 makes the number of ones odd. (ISO 14230-2 5.2.4.1, table 8) */
const AL0 = 0x01;
const AL1 = 0x02;
const HB0 = 0x04;
const HB1 = 0x08;
const TP0 = 0x10;
const TP1 = 0x20;
const ALWAYS = 0x40;
/** Key byte 2 of every ISO 14230 unit: 0x0F with odd parity. */
export const KB2_ISO14230 = 0x8f;

const ISO9141_KEYS: ReadonlyMap<number, 'normal' | 'zero'> = new Map([
  [0x08, 'normal'],
  [0x94, 'zero'],
]);

const ones = (byte: number): number => byte.toString(2).replaceAll('0', '').length;

/** `undefined` for key bytes of another protocol, or damaged ones. */
export function keyMeaning({ kb1, kb2 }: KeyBytes): KeyMeaning | undefined {
  const iso9141 = kb1 === kb2 ? ISO9141_KEYS.get(kb1) : undefined;
  if (iso9141 !== undefined) return { protocol: 'iso9141', p2min: iso9141 };
  if (kb2 !== KB2_ISO14230 || (kb1 & ALWAYS) === 0 || ones(kb1) % 2 === 0) return undefined;
  const lengths: LengthForm[] = [];
  if (kb1 & AL0) lengths.push('in-format');
  if (kb1 & AL1) lengths.push('additional');
  return {
    protocol: 'iso14230',
    lengths,
    header: { short: (kb1 & HB0) !== 0, addressed: (kb1 & HB1) !== 0 },
    timing: (kb1 & (TP0 | TP1)) === TP0 ? 'extended' : 'normal',
  };
}

/** Data bytes of the longest message that such a unit takes. */
export function longestMessage(meaning: KeyMeaning): number {
  if (meaning.protocol === 'iso9141') return LONGEST_CARB_DATA;
  return meaning.lengths.includes('additional') ? LONGEST_DATA : LONGEST_IN_FORMAT;
}

/** The form for `length` data bytes, of those that the unit takes; the format byte where both would do. */
export function lengthFormFor(lengths: readonly LengthForm[], length: number): LengthForm {
  if (lengths.length === 0 || lengths.includes('in-format'))
    return length <= 0x3f || !lengths.includes('additional') ? 'in-format' : 'additional';
  return 'additional';
}
