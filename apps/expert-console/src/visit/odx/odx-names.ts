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

type Names = 'dids' | 'routines';

/** Everything that the layers in use name, the most specific layer's name where several have one. */
export function namesOf(odx: Odx, which: Names): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const layer of layersInUse(odx)) for (const [id, name] of layer[which]) if (!names.has(id)) names.set(id, name);
  return names;
}

const READ = 0x22;
const WRITE = 0x2e;
const ROUTINE = 0x31;

/** What the description calls the identifiers in a request: of 22 all that are read, of 2E and 31 the one. */
export function namesIn(odx: Odx, bytes: Uint8Array): readonly string[] {
  const word = (at: number): number | undefined =>
    at + 1 < bytes.length ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : undefined;
  const name = (which: Names, at: number): string[] => {
    const id = word(at);
    const found = id === undefined ? undefined : namesOf(odx, which).get(id);
    return found === undefined ? [] : [found];
  };
  switch (bytes[0]) {
    case READ:
      return Array.from({ length: Math.floor((bytes.length - 1) / 2) }, (_, i) => name('dids', 1 + 2 * i)).flat();
    case WRITE:
      return name('dids', 1);
    case ROUTINE:
      return name('routines', 2);
    default:
      return [];
  }
}
