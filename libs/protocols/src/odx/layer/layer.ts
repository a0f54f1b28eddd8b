import { childrenNamed, descend, type XmlElement } from '../../xml/index.js';
import type { OdxDocument } from '../document/document.js';
import { References, shortName } from './references.js';

/** One DIAG-LAYER with everything that it has from its parents. */
export interface OdxLayer {
  readonly name: string;
  readonly kind: string;
  /** DIAG-SERVICE by SHORT-NAME, its own before those of its parents. */
  readonly services: ReadonlyMap<string, XmlElement>;
  /** Data objects by SHORT-NAME, for SNREF. */
  readonly objects: ReadonlyMap<string, XmlElement>;
  readonly references: References;
}

/** Containers of layers in a DIAG-LAYER-CONTAINER. */
const KINDS: Readonly<Record<string, string>> = {
  PROTOCOLS: 'PROTOCOL',
  'FUNCTIONAL-GROUPS': 'FUNCTIONAL-GROUP',
  'ECU-SHARED-DATAS': 'ECU-SHARED-DATA',
  'BASE-VARIANTS': 'BASE-VARIANT',
  'ECU-VARIANTS': 'ECU-VARIANT',
};
const DEEPEST_INHERITANCE = 8;

/** All layers of the documents, with inheritance over PARENT-REF resolved. (ISO 22901-1 7.3.2.4) */
export function readLayers(documents: readonly OdxDocument[]): readonly OdxLayer[] {
  const references = new References(documents);
  return documents
    .filter(({ category }) => category.name === 'DIAG-LAYER-CONTAINER')
    .flatMap(({ category }) =>
      Object.entries(KINDS).flatMap(([list, kind]) => childrenNamed(descend(category, list), kind)),
    )
    .map((element) => ({
      name: shortName(element),
      kind: element.name,
      ...inherited(element, references, DEEPEST_INHERITANCE),
      references,
    }));
}

interface Content {
  readonly services: Map<string, XmlElement>;
  readonly objects: Map<string, XmlElement>;
}

/** Parents first, in their order, so that what the layer says itself replaces it. */
function inherited(layer: XmlElement, references: References, depth: number): Content {
  const services = new Map<string, XmlElement>();
  const objects = new Map<string, XmlElement>();
  if (depth === 0) return { services, objects };
  for (const reference of childrenNamed(descend(layer, 'PARENT-REFS'), 'PARENT-REF')) {
    const parent = references.follow(reference);
    if (parent === undefined) continue;
    const content = inherited(parent, references, depth - 1);
    const without = notInherited(reference);
    for (const [name, element] of content.services) if (!without.has(name)) services.set(name, element);
    for (const [name, element] of content.objects) if (!without.has(name)) objects.set(name, element);
  }
  for (const entry of descend(layer, 'DIAG-COMMS')?.children ?? []) {
    const service = entry.name === 'DIAG-COMM-REF' ? references.follow(entry) : entry;
    if (service?.name === 'DIAG-SERVICE') services.set(shortName(service), service);
  }
  for (const list of descend(layer, 'DIAG-DATA-DICTIONARY-SPEC')?.children ?? [])
    for (const object of list.children) objects.set(shortName(object), object);
  return { services, objects };
}

function notInherited(reference: XmlElement): ReadonlySet<string> {
  const names = new Set<string>();
  for (const list of reference.children)
    for (const entry of list.children)
      for (const named of entry.children) names.add(named.attributes.get('SHORT-NAME') ?? '');
  return names;
}
