import { err, ok, type Result } from '@baylink/kernel';
import type { OdxDocument } from '../../odx/document/document.js';
import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';

/** One programming session and what its references may lead to. */
export interface FlashSession {
  readonly name: string;
  readonly session: XmlElement;
  readonly datablocks: readonly XmlElement[];
  readonly flashdatas: ReadonlyMap<string, XmlElement>;
}

/** Which of the sessions is meant: the one that is named, or the only one there is. */
export function chooseSession(
  documents: readonly OdxDocument[],
  wanted: string | undefined,
): Result<FlashSession, { readonly kind: 'choice' | 'container'; readonly what: string }> {
  const sessions = documents.filter(({ category }) => category.name === 'FLASH').flatMap(sessionsOf);
  const names = sessions.map(({ name }) => name).join(', ');
  if (sessions.length === 0) return err({ kind: 'container', what: 'holds no programming session (SESSION of ODX-F)' });
  const chosen = wanted === undefined ? sessions : sessions.filter(({ name }) => name === wanted);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return ok(only);
  if (wanted === undefined)
    return err({ kind: 'choice', what: `holds ${sessions.length} programming sessions (${shown(names)}); name one` });
  const found = chosen.length === 0 ? 'no session' : 'several sessions';
  return err({ kind: 'choice', what: `holds ${found} called ${shown(wanted)}; there are ${shown(names)}` });
}

function sessionsOf({ category }: OdxDocument): readonly FlashSession[] {
  return childrenNamed(descend(category, 'ECU-MEMS'), 'ECU-MEM').flatMap((ecuMem) => {
    const memory = descend(ecuMem, 'MEM');
    const flashdatas = byId(childrenNamed(descend(memory, 'FLASHDATAS'), 'FLASHDATA'));
    const datablocks = byId(childrenNamed(descend(memory, 'DATABLOCKS'), 'DATABLOCK'));
    return childrenNamed(descend(memory, 'SESSIONS'), 'SESSION').map((session) => ({
      name: childText(session, 'SHORT-NAME') ?? '',
      session,
      datablocks: childrenNamed(descend(session, 'DATABLOCK-REFS'), 'DATABLOCK-REF').flatMap((reference) => {
        const block = datablocks.get(reference.attributes.get('ID-REF') ?? '');
        return block === undefined ? [] : [block];
      }),
      flashdatas,
    }));
  });
}

const byId = (elements: readonly XmlElement[]): ReadonlyMap<string, XmlElement> =>
  new Map(elements.map((element) => [element.attributes.get('ID') ?? '', element]));

const shown = (text: string) => text.slice(0, 200).replace(/[^\x20-\x7e]/g, '.');
