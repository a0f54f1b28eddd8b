import { ok, type Result, readUint } from '@baylink/kernel';
import type { FirmwareError } from './image.js';
import { damagedLine } from './refusal.js';
import type { SRecord } from './s-record.js';

/**
 * The checksum of an S-record leaves out its type digit, so that one flipped bit turns S1 into S3 (or back) and moves
 * the record. Files may mix the three data types; a mixture that only damage explains is refused here.
 */
export interface Widths {
  readonly previous: SRecord | undefined;
  /** First data record and, of those whose type differs from it, the first. */
  readonly first: SRecord | undefined;
  readonly other: SRecord | undefined;
}

export const EMPTY_WIDTHS: Widths = { previous: undefined, first: undefined, other: undefined };

const addressBytes = (type: number) => type + 1;

/** Where the record would start and end if its type digit were `type`. */
function readAs({ body }: SRecord, type: number): { readonly from: number; readonly to: number } | undefined {
  const from = readUint(body, 0, addressBytes(type));
  return from === undefined ? undefined : { from, to: from + body.length - addressBytes(type) };
}

export function widthsAfter(widths: Widths, record: SRecord): Result<Widths, FirmwareError> {
  const { previous, first } = widths;
  if (previous !== undefined && previous.type !== record.type) {
    const ownStart = readAs(record, record.type)?.from;
    const ownEnd = readAs(previous, previous.type)?.to;
    if (ownStart !== ownEnd && readAs(record, previous.type)?.from === ownEnd)
      return damagedDigit(record, previous.type);
    if (ownStart !== ownEnd && readAs(previous, record.type)?.to === ownStart)
      return damagedDigit(previous, record.type);
  }
  const other = first !== undefined && first.type !== record.type ? (widths.other ?? record) : widths.other;
  return ok({ previous: record, first: first ?? record, other });
}

/** S7 ends files whose tool uses four address bytes throughout. */
export function widthsAtEnd({ first, other }: Widths, terminator: number | undefined): Result<void, FirmwareError> {
  if (terminator !== 7) return ok();
  const narrow = [first, other].find((record) => record !== undefined && record.type !== 3);
  return narrow === undefined ? ok() : damagedDigit(narrow, 3);
}

const damagedDigit = ({ line, type }: SRecord, belongs: number) =>
  damagedLine('record-type', line, `is marked S${type}, but only S${belongs} fits its place in the file`);
