import { fromHex, hex } from '@baylink/kernel';
import { type CanFrame, MAX_BASE_ID, MAX_CAN_DL, MAX_EXTENDED_ID } from '../can/index.js';

/** One line that carries a frame, in either direction. A remote frame has a length and no data. */
export type FrameLine =
  | { readonly kind: 'data'; readonly frame: CanFrame }
  | { readonly kind: 'remote'; readonly id: number; readonly extended: boolean; readonly length: number };

const digits = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');

/** "t12380102030405060708", without the carriage return. `stamp` is in milliseconds, 0 to 59 999. */
export function frameText(frame: CanFrame, stamp?: number): string {
  const id = frame.extended ? `T${digits(frame.id, 8)}` : `t${digits(frame.id, 3)}`;
  const time = stamp === undefined ? '' : digits(stamp, 4);
  return `${id}${frame.data.length}${hex(frame.data).toUpperCase()}${time}`;
}

const STAMP_DIGITS = 4;
const SHAPES = {
  t: { extended: false, remote: false, idDigits: 3 },
  T: { extended: true, remote: false, idDigits: 8 },
  r: { extended: false, remote: true, idDigits: 3 },
  R: { extended: true, remote: true, idDigits: 8 },
} as const;

const isShape = (letter: string): letter is keyof typeof SHAPES => letter in SHAPES;

/** Reads a frame line exactly; a time stamp may follow the data. `undefined` for a line with anything too much or too little. */
export function parseFrameLine(line: string): FrameLine | undefined {
  const letter = line.charAt(0);
  if (!isShape(letter) || !/^.[0-9a-fA-F]+$/.test(line)) return undefined;
  const { extended, remote, idDigits } = SHAPES[letter];
  const id = Number.parseInt(line.slice(1, 1 + idDigits), 16);
  const length = Number(line.charAt(1 + idDigits) || Number.NaN);
  const rest = line.slice(2 + idDigits);
  if (id > (extended ? MAX_EXTENDED_ID : MAX_BASE_ID) || !(length <= MAX_CAN_DL)) return undefined;
  const dataDigits = remote ? 0 : 2 * length;
  if (rest.length !== dataDigits && rest.length !== dataDigits + STAMP_DIGITS) return undefined;
  if (remote) return { kind: 'remote', id, extended, length };
  const data = fromHex(rest.slice(0, dataDigits));
  return data === undefined ? undefined : { kind: 'data', frame: { id, extended, data } };
}
