import { type Millis, milliamperes, millivolts, type Result } from '@baylink/kernel';
import type { SupplyAnswer, SupplyCommand } from './command.js';

/** How the end of a reply is known. */
export type ReplyForm =
  | { readonly kind: 'none' }
  | { readonly kind: 'line' }
  | { readonly kind: 'bytes'; readonly count: number }
  /** Nothing more for this long. */
  | { readonly kind: 'silence'; readonly lasts: Millis };

/** One line to the instrument and what comes back. */
export interface Ask {
  readonly text: string;
  readonly reply: ReplyForm;
}

/** What an answer means is known when the replies to all lines of a command are there. */
export type Conclusion = Result<SupplyAnswer, { readonly kind: 'refused' | 'garbled'; readonly text: string }>;

/** How one family of instruments is spoken to. */
export interface Dialect {
  readonly name: DialectName;
  /** Ends every line to the instrument. */
  readonly terminator: string;
  /** How long the instrument wants to be left alone after a line without a reply. */
  readonly pause: Millis;
  asks(command: SupplyCommand): readonly Ask[];
  /** `replies`: one for every ask that has one, as text without its end. */
  conclude(command: SupplyCommand, replies: readonly string[]): Conclusion;
}

export type DialectName = 'scpi' | 'korad';

const DECIMAL = /^[+-]?\d{1,9}(\.\d{1,12})?([eE][+-]?\d{1,2})?$/;
/** Beyond what any bench supply gives; a number above is no reading. */
const MOST = 10_000_000;

/** Thousandths of a decimal number such as "+1.380E+01", rounded; `undefined` for what is none. */
export function readThousandths(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Math.round(Number(text) * 1000) : Number.NaN;
  return Math.abs(value) <= MOST ? value : undefined;
}

export const readVoltage = (text: string): SupplyAnswer | undefined => {
  const value = readThousandths(text);
  return value === undefined ? undefined : { kind: 'voltage', level: millivolts(value) };
};

export const readCurrent = (text: string): SupplyAnswer | undefined => {
  const value = readThousandths(text);
  return value === undefined ? undefined : { kind: 'current', level: milliamperes(value) };
};
