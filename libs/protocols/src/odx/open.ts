import { ok, type Result } from '@baylink/kernel';
import { readOdx } from './document/document.js';
import { openPdx } from './document/pdx.js';
import { type OdxLayer, readLayers } from './layer/layer.js';

/** Layers of a PDX archive, or of one ODX-D document. The error is the rest of a sentence; never throws. */
export function openOdx(file: Uint8Array): Result<readonly OdxLayer[], string> {
  const archive = file[0] === 0x50 && file[1] === 0x4b;
  if (!archive) {
    const document = readOdx(file);
    return document.ok ? ok(readLayers([document.value])) : document;
  }
  const pdx = openPdx(file, (name) => /\.odx(-d)?$/i.test(name));
  return pdx.ok ? ok(readLayers(pdx.value.documents)) : pdx;
}
