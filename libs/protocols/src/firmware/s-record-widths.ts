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
  /** A record of its type goes on where it ends, or ends where it begins: one damaged digit makes no such pair. */
  readonly paired: boolean;
  /** The first record with fewer than four address bytes that is not one of a pair. */
  readonly lone: SRecord | undefined;
}

export const EMPTY_WIDTHS: Widths = { previous: undefined, paired: true, lone: undefined };

const addressBytes = (type: number) => type + 1;

/** Where the record would start and end if its type digit were `type`. */
function readAs({ body }: SRecord, type: number): { readonly from: number; readonly to: number } | undefined {
  const from = readUint(body, 0, addressBytes(type));
  return from === undefined ? undefined : { from, to: from + body.length - addressBytes(type) };
}

export function widthsAfter(widths: Widths, record: SRecord): Result<Widths, FirmwareError> {
  const { previous } = widths;
  if (previous !== undefined && previous.type !== record.type) {
    const ownStart = readAs(record, record.type)?.from;
    const ownEnd = readAs(previous, previous.type)?.to;
    if (ownStart !== ownEnd && readAs(record, previous.type)?.from === ownEnd)
      return damagedDigit(record, previous.type);
    if (ownStart !== ownEnd && readAs(previous, record.type)?.to === ownStart)
      return damagedDigit(previous, record.type);
  }
  const paired =
    previous?.type === record.type && readAs(previous, previous.type)?.to === readAs(record, record.type)?.from;
  return ok({ previous: record, paired, lone: paired ? widths.lone : loneOf(widths) });
}

const loneOf = ({ previous, paired, lone }: Widths): SRecord | undefined =>
  lone ?? (paired || previous?.type === 3 ? undefined : previous);

/**
 * S7 ends files whose tool uses four address bytes throughout, or everywhere as few as the address needs: a start address
 * beyond 16 MiB needs S7 also after S1 and S2, which then come as more than one.
 */
export function widthsAtEnd(widths: Widths, terminator: number | undefined): Result<void, FirmwareError> {
  const lone = loneOf(widths);
  return terminator !== 7 || lone === undefined ? ok() : damagedDigit(lone, 3);
}

const damagedDigit = ({ line, type }: SRecord, belongs: number) =>
  damagedLine('record-type', line, `is marked S${type}, but only S${belongs} fits its place in the file`);
