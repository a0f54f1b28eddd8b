import { err, ok, type Result } from '@baylink/kernel';
import { parseXml, type XmlElement, type XmlLimits } from '../../xml/index.js';

/** One ODX file (ISO 22901-1): its root has exactly one category. */
export interface OdxDocument {
  /** SHORT-NAME of the category: what DOCREF names. */
  readonly name: string;
  /** DIAG-LAYER-CONTAINER, FLASH, COMPARAM-SPEC, … */
  readonly category: XmlElement;
}

/** Prose and administration: nothing here decides about bytes. */
const READ_OVER = new Set(['DESC', 'ADMIN-DATA', 'COMPANY-DATAS', 'SDGS', 'AUDIENCE', 'ADDITIONAL-AUDIENCES']);
const NO_CATEGORIES = new Set(['ADMIN-DATA', 'COMPANY-DATAS']);

/** Reads one ODX file of version 2. The error is the rest of a sentence. */
export function readOdx(bytes: Uint8Array, limits?: XmlLimits): Result<OdxDocument, string> {
  const root = parseXml(bytes, { skip: READ_OVER, ...(limits === undefined ? {} : { limits }) });
  if (!root.ok) return root;
  if (root.value.name !== 'ODX') return err(`is XML, but its root is <${shown(root.value.name)}> instead of <ODX>`);
  const version = root.value.attributes.get('MODEL-VERSION') ?? 'none';
  if (!/^2(\.|$)/.test(version)) return err(`is ODX of version ${shown(version)}; version 2 is read`);
  const category = root.value.children.find(({ name }) => !NO_CATEGORIES.has(name));
  if (category === undefined) return err('is ODX without a category');
  const name = category.children.find((entry) => entry.name === 'SHORT-NAME')?.text;
  return name === undefined ? err('is ODX whose category has no SHORT-NAME') : ok({ name, category });
}

const shown = (text: string) => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '.');
