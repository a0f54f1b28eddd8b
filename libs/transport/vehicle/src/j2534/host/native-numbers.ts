import { getLong, type LongSize, type MemoryModel, putLong, viewOf } from '@baylink/protocols/j2534';

/** Size of a pointer in this process. */
const POINTER = process.arch === 'ia32' || process.arch === 'arm' ? 4 : 8;

export const modelOf = (long: LongSize): MemoryModel => ({ long, pointer: POINTER });

/** Room for one number that a library reads or fills. */
export function numberRoom(long: LongSize, value = 0): Uint8Array {
  const bytes = new Uint8Array(8);
  putLong(viewOf(bytes), 0, value, long);
  return bytes;
}

export const numberIn = (bytes: Uint8Array): number => getLong(viewOf(bytes), 0);

const SHOWN_TEXT = 80;

/** Up to the first zero byte, printable, cut to what a sentence can carry. */
export function textIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const whole = Buffer.from(bytes.subarray(0, end === -1 ? bytes.length : end)).toString('latin1');
  return whole
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, SHOWN_TEXT);
}
