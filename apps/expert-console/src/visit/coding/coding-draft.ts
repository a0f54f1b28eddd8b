import type { CodingPlan } from '@baylink/contracts';
import { err, fromHex, hex, ok, type Result, showHex } from '@baylink/kernel';

export type CodingWrite = CodingPlan['writes'][number];

/** A coding plan holds at most this many writes. */
const LIMIT = 64;

/** The wanted value as typed: the same length as the value that is there, and another one. */
export function readAfter(typed: string, before: string): Result<string, string> {
  const bytes = fromHex(typed);
  if (bytes === undefined) return err('This is no whole number of bytes in hex. Write them as 01 A0.');
  const after = hex(bytes);
  if (after.length !== before.length)
    return err(
      `The unit holds ${before.length / 2} bytes here, these are ${bytes.length}. A coding value keeps its length.`,
    );
  if (after === before) return err('This is the value that the unit holds already.');
  return ok(after);
}

/** Adds a write; a second one to the same identifier replaces the first, a plan writes each once. */
export function addWrite(writes: readonly CodingWrite[], write: CodingWrite): Result<readonly CodingWrite[], string> {
  const others = writes.filter(({ did }) => did !== write.did);
  if (others.length >= LIMIT)
    return err(`A plan holds at most ${LIMIT} writes; ${showHex(write.did, 4)} would be one more. Offer these first.`);
  return ok([...others, write]);
}

export const removeWrite = (writes: readonly CodingWrite[], did: number): readonly CodingWrite[] =>
  writes.filter((write) => write.did !== did);

export interface ByteChange {
  readonly index: number;
  readonly before: string;
  readonly after: string;
  /** Bit numbers that change, highest first. */
  readonly bits: readonly number[];
}

/** Byte by byte, for two values of equal length. */
export function changes(before: string, after: string): readonly ByteChange[] {
  const from = fromHex(before) ?? new Uint8Array();
  const to = fromHex(after) ?? new Uint8Array();
  return Array.from(from, (byte, index) => {
    const other = to[index] ?? byte;
    const differing = byte ^ other;
    return {
      index,
      before: showByte(byte),
      after: showByte(other),
      bits: [7, 6, 5, 4, 3, 2, 1, 0].filter((bit) => (differing & (1 << bit)) !== 0),
    };
  });
}

const showByte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
