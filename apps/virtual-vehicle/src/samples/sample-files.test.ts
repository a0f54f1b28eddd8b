import { readFileSync } from 'node:fs';
import { crc32, imageCrc32, parseFirmware, readImageHeader } from '@baylink/protocols/firmware';
import { buildImage, ENGINE_FLASH } from '@baylink/twin';
import { expect, test } from 'vitest';
import { SAMPLE_FILES, samplePath } from './sample-files.js';

test.each(SAMPLE_FILES)('$name is what its recipe makes, and reads back as that image', ({ name, recipe, format }) => {
  const file = new Uint8Array(readFileSync(samplePath(name)));
  expect(Buffer.compare(file, format(recipe))).toBe(0);
  const parsed = parseFirmware(file);
  expect(parsed.ok).toBe(true);
  if (!parsed.ok) return;
  const image = buildImage(recipe);
  expect([parsed.value.segments[0]?.address, imageCrc32(parsed.value)]).toEqual([ENGINE_FLASH.start, crc32(image)]);
  expect(readImageHeader(image)).toEqual(recipe);
});
