import { err, ok, type Result } from '@baylink/kernel';
import type { OdxDocument } from '../../odx/document/document.js';
import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';

/** One programming session and what its references may lead to. */
export interface FlashSession {
  readonly name: string;
  /** SHORT-NAME of the ECU-MEM that it belongs to. */
  readonly memory: string;
  readonly session: XmlElement;
  readonly datablocks: readonly XmlElement[];
  readonly flashdatas: ReadonlyMap<string, XmlElement>;
}

/** Why no session was chosen: the rest of a sentence, and the names that may be chosen. */
export interface NoSession {
  readonly kind: 'choice' | 'container';
  readonly what: string;
  readonly choices: readonly string[];
}

/** Which of the sessions is meant: the one that is named, or the only one there is. */
export function chooseSession(
  documents: readonly OdxDocument[],
  wanted: string | undefined,
): Result<FlashSession, NoSession> {
  const sessions = withOwnNames(documents.filter(({ category }) => category.name === 'FLASH').flatMap(sessionsOf));
  const choices = sessions.slice(0, MOST_CHOICES).map(({ name }) => name);
  const none = (kind: NoSession['kind'], what: string) => err({ kind, what, choices });
  if (sessions.length === 0) return none('container', 'holds no programming session (SESSION of ODX-F)');
  const chosen = wanted === undefined ? sessions : sessions.filter(({ name }) => name === wanted);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return ok(only);
  const names = shown(choices.join(', '));
  if (wanted === undefined) return none('choice', `holds ${sessions.length} programming sessions (${names}); name one`);
  const found = chosen.length === 0 ? 'no session' : 'several sessions';
  return none('choice', `holds ${found} called ${shown(wanted)}; there are ${names}`);
}

/** A SHORT-NAME is unique in its ECU-MEM only: one that several memories use is told with its memory before it. */
function withOwnNames(sessions: readonly FlashSession[]): readonly FlashSession[] {
  const uses = new Map<string, number>();
  for (const { name } of sessions) uses.set(name, (uses.get(name) ?? 0) + 1);
  return sessions.map((session) =>
    uses.get(session.name) === 1 ? session : { ...session, name: `${session.memory}/${session.name}` },
  );
}

function sessionsOf({ category }: OdxDocument): readonly FlashSession[] {
  return childrenNamed(descend(category, 'ECU-MEMS'), 'ECU-MEM').flatMap((ecuMem) => {
    const memory = descend(ecuMem, 'MEM');
    const flashdatas = byId(childrenNamed(descend(memory, 'FLASHDATAS'), 'FLASHDATA'));
    const datablocks = byId(childrenNamed(descend(memory, 'DATABLOCKS'), 'DATABLOCK'));
    return childrenNamed(descend(memory, 'SESSIONS'), 'SESSION').map((session) => ({
      name: childText(session, 'SHORT-NAME') ?? '',
      memory: childText(ecuMem, 'SHORT-NAME') ?? '',
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

const MOST_CHOICES = 64;
const shown = (text: string) => text.slice(0, 200).replace(/[^\x20-\x7e]/g, '.');
