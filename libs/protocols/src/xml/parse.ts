import { err, ok, type Result } from '@baylink/kernel';
import { DecodeUTF8, strFromU8 } from 'fflate';
import { SaxesParser } from 'saxes';
import type { XmlElement } from './element.js';
import { XML_LIMITS, type XmlLimits } from './limits.js';
import { withinMarkupLimits } from './markup.js';

/** Bytes decoded and given to the parser at once: what is over a limit is noticed at the latest after so many. */
const CHUNK = 16_384;

export interface XmlOptions {
  readonly limits?: XmlLimits;
  /** Elements that are read over with all that is in them. */
  readonly skip?: ReadonlySet<string>;
}

/**
 * Reads a whole document in UTF-8 or ISO 8859-1. A document type declaration is refused, so there are no entities but
 * the five of XML itself and nothing outside is fetched. The error is the rest of a sentence; never throws.
 */
export function parseXml(
  bytes: Uint8Array,
  { limits = XML_LIMITS, skip }: XmlOptions = {},
): Result<XmlElement, string> {
  if (bytes.length > limits.bytes) return err(`has ${bytes.length} bytes of XML, and the limit is ${limits.bytes}`);
  if (bytes.indexOf(0) >= 0) return err('holds NUL bytes, which XML in UTF-8 or ISO 8859-1 does not have');
  const head = strFromU8(bytes.subarray(0, 100), true);
  const encoding = /^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1] ?? 'UTF-8';
  const latin = /^(iso-8859-1|latin1|us-ascii|windows-1252)$/i.test(encoding);
  if (!latin && !/^utf-?8$/i.test(encoding)) return err(`is XML in ${encoding}; only UTF-8 and ISO 8859-1 are read`);
  const markup = withinMarkupLimits(bytes, limits);
  if (!markup.ok) return markup;
  const reader = new TreeReader(limits, skip ?? new Set());
  const decoder = new DecodeUTF8((text) => reader.write(text));
  for (let at = 0; at < bytes.length && reader.going; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    if (latin) reader.write(strFromU8(chunk, true));
    else decoder.push(chunk);
  }
  return reader.finish();
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly text: string[];
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

class TreeReader {
  readonly #parser = new SaxesParser();
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #refusal: string | undefined;
  #depth = 0;
  /** Depth of the element that is being skipped; 0 when none is. */
  #skipping = 0;
  #elements = 0;
  #attributes = 0;

  constructor(limits: XmlLimits, skip: ReadonlySet<string>) {
    this.#parser.on('doctype', () => this.#refuse('has a DOCTYPE, which is never read: it could pull in other files'));
    this.#parser.on('error', ({ message }) => this.#refuse(`is not well-formed XML (${printable(message)})`));
    this.#parser.on('opentagstart', () => {
      this.#depth++;
      if (this.#depth > limits.depth) this.#refuse(`has elements more than ${limits.depth} deep`);
      if (++this.#elements > limits.elements) this.#refuse(`has more than ${limits.elements} elements`);
    });
    this.#parser.on('attribute', () => {
      if (++this.#attributes > limits.attributes) this.#refuse(`has more than ${limits.attributes} attributes`);
    });
    this.#parser.on('opentag', ({ name, attributes }) => {
      if (this.#skipping > 0) return;
      if (skip.has(name)) this.#skipping = this.#depth;
      else this.#open.push({ name, attributes: asMap(attributes), children: [], text: [] });
    });
    this.#parser.on('text', (text) => this.#hear(text));
    this.#parser.on('cdata', (text) => this.#hear(text));
    this.#parser.on('closetag', () => this.#close());
  }

  get going(): boolean {
    return this.#refusal === undefined;
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  finish(): Result<XmlElement, string> {
    if (this.going) this.#parser.close();
    if (this.#refusal !== undefined) return err(this.#refusal);
    return this.#root === undefined ? err('has no element in its XML') : ok(this.#root);
  }

  #hear(text: string): void {
    if (this.#skipping === 0 && text.trim() !== '') this.#open.at(-1)?.text.push(text);
  }

  #close(): void {
    const depth = this.#depth--;
    if (this.#skipping > 0) {
      if (depth === this.#skipping) this.#skipping = 0;
      return;
    }
    const done = this.#open.pop();
    if (done === undefined) return;
    const { name, attributes, children } = done;
    const element = { name, attributes, children, text: done.text.join('').trim() };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root ??= element;
    else parent.children.push(element);
  }

  /** The first fault counts; those after it may be its consequences. */
  #refuse(what: string): void {
    this.#refusal ??= what;
  }
}

function asMap(attributes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const entries = Object.entries(attributes);
  return entries.length === 0 ? NO_ATTRIBUTES : new Map(entries);
}

const printable = (text: string) => text.slice(0, 120).replace(/[^\x20-\x7e]/g, '.');
