/** An element of a document that was read whole. Comments, processing instructions and white space between tags are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** In document order. */
  readonly children: readonly XmlElement[];
  /** All character data directly inside, CDATA included, trimmed at both ends. */
  readonly text: string;
}

/** First child of that name. */
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((entry) => entry.name === name);

export const childrenNamed = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((entry) => entry.name === name) ?? [];

/** Follows names downwards, the first child of each. */
export const descend = (element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined =>
  names.reduce(child, element);

/** Text of the first child of that name; `undefined` where there is none or it is empty. */
export const childText = (element: XmlElement | undefined, name: string): string | undefined =>
  child(element, name)?.text || undefined;
