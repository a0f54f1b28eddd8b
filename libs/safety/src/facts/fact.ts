import type { Millis } from '@baylink/kernel';

/** Something the shop knows, when it was so (monotonic) and who says it; or why it is not known. Never a default. */
export type Fact<T> = Known<T> | Unknown;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly at: Millis;
  readonly source: string;
}

export interface Unknown {
  readonly known: false;
  /** A sentence without its full stop: "the adapter was unplugged". */
  readonly why: string;
}

export const known = <T>(value: T, at: Millis, source: string): Known<T> => ({ known: true, value, at, source });

export const unknown = (why: string): Unknown => ({ known: false, why });
