import { fromHex, hex } from '@baylink/kernel';
import { type CanFrame, dlcOf, lengthOfDlc, MAX_BASE_ID, MAX_CAN_DL, MAX_EXTENDED_ID } from '../can/index.js';
import { FRAME_LETTERS, letterOf } from './frame-letters.table.js';

/** One line that carries a frame, in either direction. A remote frame has a length and no data. */
export type FrameLine =
  | { readonly kind: 'data'; readonly frame: CanFrame }
  | { readonly kind: 'remote'; readonly id: number; readonly extended: boolean; readonly length: number };

const digits = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');
const idDigits = (extended: boolean): number => (extended ? 8 : 3);

/** "t12380102030405060708", without the carriage return. `stamp` is in milliseconds, 0 to 59 999. */
export function frameText(frame: CanFrame, stamp?: number): string {
  const id = digits(frame.id, idDigits(frame.extended));
  const dlc = digits(dlcOf(frame.data.length) ?? 0, 1);
  const time = stamp === undefined ? '' : digits(stamp, 4);
  return `${letterOf(frame)}${id}${dlc}${hex(frame.data).toUpperCase()}${time}`;
}

const STAMP_DIGITS = 4;
const HEX_ONLY = /^.[0-9a-fA-F]+$/;

/** Reads a frame line exactly; a time stamp may follow the data. `undefined` for a line with anything too much or too little. */
export function parseFrameLine(line: string): FrameLine | undefined {
  const letter = FRAME_LETTERS.get(line.charAt(0));
  if (letter === undefined || !HEX_ONLY.test(line)) return undefined;
  const { extended, remote, fd } = letter;
  const dlcAt = 1 + idDigits(extended);
  const id = Number.parseInt(line.slice(1, dlcAt), 16);
  const length = lengthOfDlc(Number.parseInt(line.charAt(dlcAt), 16));
  if (length === undefined || (fd === undefined && length > MAX_CAN_DL)) return undefined;
  if (id > (extended ? MAX_EXTENDED_ID : MAX_BASE_ID)) return undefined;
  const rest = line.slice(dlcAt + 1);
  const dataDigits = remote ? 0 : 2 * length;
  if (rest.length !== dataDigits && rest.length !== dataDigits + STAMP_DIGITS) return undefined;
  if (remote) return { kind: 'remote', id, extended, length };
  const data = fromHex(rest.slice(0, dataDigits));
  if (data === undefined) return undefined;
  return { kind: 'data', frame: fd === undefined ? { id, extended, data } : { id, extended, data, fd } };
}
