import { concat } from '@baylink/kernel';
import { encodeObdResponse } from './encode-response.js';
import { isMessageCount } from './information.table.js';
import type { ObdMedium } from './modes.table.js';
import type { InformationContent } from './response.js';
import { isBitmap, supportBitmap } from './support.js';

type Information = ReadonlyMap<number, readonly Uint8Array[]>;

/** Bytes of data in one K-Line message of mode 09. */
const PART = 4;

/** Mode 09: one message on CAN, one for every four bytes on K-Line, none for what is not known. */
export function informationMessages(
  infotypes: readonly number[],
  known: Information,
  medium: ObdMedium,
): readonly Uint8Array[] {
  const contents = medium === 'can' ? onCan(infotypes, known) : onKLine(infotypes[0] ?? 0, known);
  return contents.map((content) => encodeObdResponse({ mode: 0x09, content }, medium));
}

function onCan(infotypes: readonly number[], known: Information): InformationContent[] {
  if (infotypes.every(isBitmap)) {
    const bitmaps = infotypes.flatMap((id) => {
      const bits = supportBitmap(id, known.keys());
      return bits === undefined ? [] : [{ id, bits }];
    });
    return bitmaps.length === 0 ? [] : [{ kind: 'supported', bitmaps }];
  }
  const [infotype = 0] = infotypes;
  const items = known.get(infotype);
  if (infotypes.length > 1 || items === undefined) return [];
  return [{ kind: 'items', infotype, count: items.length, data: concat(...items) }];
}

function onKLine(infotype: number, known: Information): InformationContent[] {
  if (isBitmap(infotype)) {
    const bits = supportBitmap(infotype, kLineInfotypes(known));
    return bits === undefined ? [] : [{ kind: 'part', infotype, index: 1, data: bits }];
  }
  if (isMessageCount(infotype)) {
    const count = parts(known.get(infotype + 1) ?? []).length;
    return count === 0 ? [] : [{ kind: 'message count', infotype, count }];
  }
  return parts(known.get(infotype) ?? []).map((data, i) => ({ kind: 'part', infotype, index: i + 1, data }));
}

/** With each list goes the infotype that tells its messages. */
const kLineInfotypes = (known: Information): number[] =>
  [...known.keys()].flatMap((infotype) => (isMessageCount(infotype - 1) ? [infotype - 1, infotype] : [infotype]));

/** Items in pieces of four bytes; one that does not come out even is filled with 0x00 at its beginning, as a VIN is. */
function parts(items: readonly Uint8Array[]): Uint8Array[] {
  const filled = items.map((item) => concat(new Uint8Array((PART - (item.length % PART)) % PART), item));
  const all = concat(...(isOfWords(items) ? [concat(...items)] : filled));
  return Array.from({ length: Math.ceil(all.length / PART) }, (_, i) => {
    const piece = all.subarray(i * PART, i * PART + PART);
    return concat(piece, new Uint8Array(PART - piece.length));
  });
}

/** Counters of two bytes share a message. */
const isOfWords = (items: readonly Uint8Array[]): boolean => items.every(({ length }) => length === 2);
