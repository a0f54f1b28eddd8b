import { err, ok, type Result } from '@baylink/kernel';
import { CHECKSUM_NAMES, checksumNamed } from './algorithms.table.js';
import type { BlockChecksum } from './block-checksum.js';

const FORM =
  'ALGORITHM:FIRST-LAST@PLACE, such as CRC-32:8000-FFFB@FFFC, and after it :little or :fill=FF where that is so';
const PLACES = /^(?:0x)?([0-9a-f]{1,8})-(?:0x)?([0-9a-f]{1,8})@(?:0x)?([0-9a-f]{1,8})$/i;

/** One checksum as a person writes it on a command line. Addresses are hex, FIRST and LAST both covered. */
export function parseChecksumSpec(text: string): Result<BlockChecksum, string> {
  const [name = '', places = '', ...more] = text.split(':');
  const algorithm = checksumNamed(name);
  if (algorithm === undefined)
    return err(`"${name}" is no checksum known here; there are ${CHECKSUM_NAMES.join(', ')}.`);
  const [, first, last, storedAt] = PLACES.exec(places) ?? [];
  if (first === undefined || last === undefined || storedAt === undefined)
    return err(`"${text}" does not say what is covered and where it is stored: write ${FORM}.`);
  const [from, to, place] = [first, last, storedAt].map((digits) => Number.parseInt(digits, 16)) as [
    number,
    number,
    number,
  ];
  if (to < from) return err(`"${text}" covers nothing: ${last} is below ${first}.`);
  const unknown = more.find((word) => !/^(big|little|fill=[0-9a-f]{2})$/i.test(word));
  if (unknown !== undefined) return err(`"${unknown}" of "${text}" is not understood: write ${FORM}.`);
  const fill = more.find((word) => /^fill=/i.test(word));
  return ok({
    algorithm,
    covers: { address: from, size: to - from + 1 },
    storedAt: place,
    byteOrder: more.some((word) => /^little$/i.test(word)) ? 'little-endian' : 'big-endian',
    ...(fill === undefined ? {} : { fill: Number.parseInt(fill.slice(5), 16) }),
  });
}
