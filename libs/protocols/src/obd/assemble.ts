import { concat } from '@baylink/kernel';
import { infotypeEntry } from './information.table.js';
import type { InformationContent } from './response.js';

type Part = Extract<InformationContent, { readonly kind: 'part' }>;

/**
 * One list of mode 09 from its messages on K-Line, as CAN would have it. `undefined` when one is missing, repeated, out of
 * order or of another infotype. What fills an item at its beginning is taken away, a zero at its end is not.
 */
export function assembleParts(parts: readonly Part[]): Uint8Array | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const inOrder = parts.every(({ infotype, index }, i) => infotype === first.infotype && index === i + 1);
  if (!inOrder) return undefined;
  const all = concat(...parts.map(({ data }) => data));
  const length = infotypeEntry(first.infotype)?.itemLength;
  const filling = length === undefined ? 0 : (4 - (length % 4)) % 4;
  return length === undefined || filling === 0 || length === 2 ? all : all.subarray(filling);
}
