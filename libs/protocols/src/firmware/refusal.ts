import { type Err, err } from '@baylink/kernel';
import type { FirmwareError, FirmwareErrorKind } from './image.js';

const NEXT_STEP = 'Get the file again from its publisher and compare its size and digest before trying again.';

/** A fault of one line: `what` is the rest of a sentence that begins with the line's number. */
export const damagedLine = (kind: FirmwareErrorKind, line: number, what: string): Err<FirmwareError> =>
  err({ kind, line, message: `Line ${line} of the firmware file ${what}. ${NEXT_STEP}` });

/** What the parts of a format are called that an error points at. */
export type PlaceWord = 'line' | 'block' | 'segment';

/** A fault of one line, block or segment, counted from 1. */
export function damagedPlace(
  kind: FirmwareErrorKind,
  word: PlaceWord,
  place: number,
  what: string,
): Err<FirmwareError> {
  if (word === 'line') return damagedLine(kind, place, what);
  const name = word === 'block' ? 'Block' : 'Segment';
  return err({ kind, message: `${name} ${place} of the firmware file ${what}. ${NEXT_STEP}` });
}

/** A fault of the file as a whole; `line` is where it came to light. */
export const damagedFile = (kind: FirmwareErrorKind, what: string, line?: number): Err<FirmwareError> =>
  err({ kind, ...(line === undefined ? {} : { line }), message: `The firmware file ${what}. ${NEXT_STEP}` });
