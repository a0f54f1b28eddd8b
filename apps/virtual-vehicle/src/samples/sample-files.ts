import { fileURLToPath } from 'node:url';
import { toIntelHex, toSRecord } from '@baylink/protocols/firmware';
import { buildImage, ENGINE_FLASH, FOREIGN_HARDWARE_IMAGE, type ImageRecipe, UPDATE_IMAGE } from '@baylink/twin';

/** A firmware file that ships with the project; its content follows from its recipe. */
export interface SampleFile {
  /** Inside `samples/`. */
  readonly name: string;
  readonly recipe: ImageRecipe;
  readonly format: (recipe: ImageRecipe) => Uint8Array;
}

const content = (recipe: ImageRecipe) => ({
  header: recipe.softwareId,
  segments: [{ address: ENGINE_FLASH.start, bytes: buildImage(recipe) }],
});
const intelHex = (recipe: ImageRecipe): Uint8Array => toIntelHex(content(recipe));
const sRecord = (recipe: ImageRecipe): Uint8Array => toSRecord(content(recipe));

export const SAMPLE_FILES: readonly SampleFile[] = [
  { name: 'engine-0200.hex', recipe: UPDATE_IMAGE, format: intelHex },
  { name: 'engine-0200.s19', recipe: UPDATE_IMAGE, format: sRecord },
  { name: 'engine-other-hardware.hex', recipe: FOREIGN_HARDWARE_IMAGE, format: intelHex },
];

/** Absolute path of a file in `samples/`. */
export const samplePath = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
