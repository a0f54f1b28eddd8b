import type { OdxSummary } from '@baylink/protocols/odx';
import type { Odx } from './use-odx.js';

/** The layers that count: the chosen one, or all with the most specific first. */
export const layersInUse = (odx: Odx): readonly OdxSummary[] =>
  odx.state !== 'read' ? [] : odx.layers.filter(({ layer }) => odx.layer === undefined || layer === odx.layer);

/** Text of a trouble code by its six hex digits, from the first layer that has one. */
export function dtcText(odx: Odx, code: string): string | undefined {
  const number = Number.parseInt(code, 16);
  for (const { dtcs } of layersInUse(odx)) {
    const found = dtcs.find(([known]) => known === number);
    if (found !== undefined) return found[1];
  }
  return undefined;
}
