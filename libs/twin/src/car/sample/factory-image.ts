import { concat, uintBytes } from '@baylink/kernel';
import { crc32, type ImageHeader, writeImageHeader } from '@baylink/protocols/firmware';

/** What a sample image is made of; the rest follows from it byte for byte. */
export type ImageRecipe = ImageHeader;

export const FACTORY_IMAGE: ImageRecipe = {
  softwareId: 'BLE-ENG-0100',
  hardwareId: 'BLE-HW-07',
  version: '1.0.0',
  length: 64 * 1024,
};

export const UPDATE_IMAGE: ImageRecipe = {
  softwareId: 'BLE-ENG-0200',
  hardwareId: 'BLE-HW-07',
  version: '2.0.0',
  length: 96 * 1024,
};

/** Built for hardware that the sample car does not have. */
export const FOREIGN_HARDWARE_IMAGE: ImageRecipe = {
  softwareId: 'BLE-ENG-0900',
  hardwareId: 'BLE-HW-09',
  version: '9.0.0',
  length: 16 * 1024,
};

/**
 * A deterministic image: the header, then bytes of a linear congruential generator seeded with the header's CRC-32, in
 * which every sixteenth 256-byte row is left erased as real calibrations are. The last four bytes are the CRC-32 of all before.
 */
export function buildImage(recipe: ImageRecipe): Uint8Array {
  const header = writeImageHeader(recipe);
  if (!header.ok) throw new Error(`recipe ${recipe.softwareId}: ${header.error.field} does not fit into the header`);
  const body = new Uint8Array(recipe.length - header.value.length - 4);
  let word = crc32(header.value);
  for (let i = 0; i < body.length; i++) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    body[i] = isGap(i) ? 0xff : word >>> 24;
  }
  const image = concat(header.value, body);
  return concat(image, uintBytes(crc32(image), 4));
}

const ROW = 256;
const isGap = (offset: number): boolean => Math.floor(offset / ROW) % 16 === 15;
