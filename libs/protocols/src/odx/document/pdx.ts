import { err, ok, type Result } from '@baylink/kernel';
import { type ArchiveEntry, extract, readDirectory } from '../../archive/index.js';
import { childrenNamed, descend, parseXml, XML_LIMITS, type XmlElement } from '../../xml/index.js';
import { type OdxDocument, readOdx } from './document.js';

/** An opened PDX archive (ISO 22901-1 annex on packaging). Nothing outside it can be reached through it. */
export interface Pdx {
  readonly documents: readonly OdxDocument[];
  /** Unpacks a file by the name that a document gives it. The error is the rest of a sentence. */
  readonly file: (name: string) => Result<Uint8Array, string>;
}

const CATALOG = 'index.xml';
const ODX_FILE = /\.odx(-[a-z]{1,2})?$/i;
const MOST_DOCUMENTS = 512;

/** `wanted` picks documents by their file names: ".odx-f". Those that are not wanted are not unpacked. */
export function openPdx(file: Uint8Array, wanted: (name: string) => boolean): Result<Pdx, string> {
  const directory = readDirectory(file);
  if (!directory.ok) return directory;
  const entries = new Map(directory.value.map((entry) => [entry.name.toLowerCase(), entry]));
  const listed = listedFiles(file, entries);
  if (!listed.ok) return listed;
  const names = listed.value.filter((name) => ODX_FILE.test(name) && wanted(name));
  if (names.length > MOST_DOCUMENTS) return err(`lists ${names.length} documents, and the limit is ${MOST_DOCUMENTS}`);
  const documents: OdxDocument[] = [];
  let bytesLeft: number = XML_LIMITS.bytes;
  for (const name of names) {
    const entry = entries.get(name.toLowerCase());
    if (entry === undefined) return err(`lists ${shown(name)} in its ${CATALOG}, which is not in it`);
    if (entry.size > bytesLeft) return err(`has more than ${XML_LIMITS.bytes} bytes of XML, which is the limit`);
    bytesLeft -= entry.size;
    const content = extract(file, entry);
    const document = content.ok ? readOdx(content.value) : content;
    if (!document.ok) return content.ok ? err(`holds ${shown(name)}, which ${document.error}`) : document;
    documents.push(document.value);
  }
  return ok({ documents, file: (name) => fileNamed(file, entries, name) });
}

/** Names in the catalogue. An archive without one is no PDX. */
function listedFiles(file: Uint8Array, entries: ReadonlyMap<string, ArchiveEntry>): Result<readonly string[], string> {
  const entry = entries.get(CATALOG);
  if (entry === undefined) return err(`has no ${CATALOG}: it is a ZIP archive, but no PDX`);
  const content = extract(file, entry);
  if (!content.ok) return content;
  const root = parseXml(content.value);
  if (!root.ok) return err(`holds ${CATALOG}, which ${root.error}`);
  const blocks: readonly XmlElement[] = descend(root.value, 'ABLOCKS')?.children ?? [];
  return ok(
    blocks.flatMap((block) =>
      childrenNamed(descend(block, 'FILES'), 'FILE').map(({ text }) => text.replace(/^\.\//, '')),
    ),
  );
}

function fileNamed(
  file: Uint8Array,
  entries: ReadonlyMap<string, ArchiveEntry>,
  name: string,
): Result<Uint8Array, string> {
  const entry = entries.get(name.trim().replace(/^\.\//, '').toLowerCase());
  if (entry === undefined)
    return err(`names the data file ${shown(name)}, which is not in it; nothing outside is read`);
  return extract(file, entry);
}

const shown = (text: string) => `"${text.slice(0, 60).replace(/[^\x20-\x7e]/g, '.')}"`;
