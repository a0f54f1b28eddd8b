import { fromHex, hex } from '@baylink/kernel';
import { type CanFrame, MAX_CAN_DL } from '../can/index.js';

/** Hex digits of an identifier as the adapter shows it. */
const DIGITS = { base: 3, extended: 8 } as const;
const MAX_ID = { base: 0x7ff, extended: 0x1fff_ffff } as const;
export type IdWidth = keyof typeof DIGITS;

/** A frame as the adapter shows it with its header on; `undefined` when the line is anything else. */
export function parseFrameLine(line: string, width: IdWidth): CanFrame | undefined {
  const packed = line.replace(/\s+/g, '');
  const digits = DIGITS[width];
  if (!/^[0-9a-fA-F]+$/.test(packed) || packed.length < digits) return undefined;
  const id = Number.parseInt(packed.slice(0, digits), 16);
  const data = fromHex(packed.slice(digits));
  if (id > MAX_ID[width] || data === undefined || data.length > MAX_CAN_DL) return undefined;
  return { id, extended: width === 'extended', data };
}

const byteTexts = (text: string): string[] => text.match(/../g) ?? [];

/** Identifier and data as the adapter shows them; `gap` stands between bytes, and between the bytes of a long identifier. */
export function frameLine({ id, extended, data }: CanFrame, gap: '' | ' '): string {
  const header = id.toString(16).padStart(extended ? DIGITS.extended : DIGITS.base, '0');
  return [...(extended ? byteTexts(header) : [header]), ...byteTexts(hex(data))].join(gap).toUpperCase();
}
