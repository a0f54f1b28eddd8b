import { childText, type XmlElement } from '../../xml/index.js';
import type { OdxDocument } from '../document/document.js';

/** Elements by ID, per document. IDs are unique in a document; DOCREF says which one is meant. (ISO 22901-1 7.3.13) */
export class References {
  readonly #byDocument = new Map<string, Map<string, XmlElement>>();
  readonly #home = new Map<XmlElement, string>();
  readonly #anywhere = new Map<string, XmlElement>();

  constructor(documents: readonly OdxDocument[]) {
    for (const { name, category } of documents) {
      const ids = this.#byDocument.get(name) ?? new Map<string, XmlElement>();
      this.#byDocument.set(name, ids);
      this.#collect(category, name, ids);
    }
  }

  /** What a …-REF element leads to, from the document that it stands in; `undefined` when that is not here. */
  follow(reference: XmlElement | undefined): XmlElement | undefined {
    const id = reference?.attributes.get('ID-REF');
    if (reference === undefined || id === undefined) return undefined;
    const home = this.#home.get(reference) ?? '';
    const named = reference.attributes.get('DOCREF');
    return (
      this.#byDocument.get(named ?? home)?.get(id) ??
      (named === undefined ? this.#anywhere.get(id) : undefined) ??
      this.#layer(named, id)
    );
  }

  /** DOCREF may also name a layer instead of the document that holds it. */
  #layer(name: string | undefined, id: string): XmlElement | undefined {
    return name === undefined ? undefined : this.#anywhere.get(id);
  }

  #collect(element: XmlElement, document: string, ids: Map<string, XmlElement>): void {
    const id = element.attributes.get('ID');
    if (id !== undefined && !ids.has(id)) ids.set(id, element);
    if (id !== undefined && !this.#anywhere.has(id)) this.#anywhere.set(id, element);
    if (element.attributes.has('ID-REF')) this.#home.set(element, document);
    for (const child of element.children) this.#collect(child, document, ids);
  }
}

export const shortName = (element: XmlElement | undefined): string => childText(element, 'SHORT-NAME') ?? '';

/** LONG-NAME where there is one, else SHORT-NAME: how people are told. */
export const titleOf = (element: XmlElement | undefined): string =>
  childText(element, 'LONG-NAME') ?? shortName(element);
