import { err, ok, type Result } from '@baylink/kernel';
import { strFromU8 } from 'fflate';
import { type ArchiveEntry, METHODS } from './entry.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './limits.js';
import { u16, u32 } from './little-endian.js';
import { nameFault, shownName } from './names.js';

/** Record signatures of APPNOTE 4.3. */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const LONGEST_COMMENT = 65_535;
/** General purpose flags of APPNOTE 4.4.4: encrypted, strong encryption, central directory encrypted; UTF-8 names. */
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const UTF8 = 0x0800;
/** File type in the upper half of the external attributes when the archive was made on Unix. */
const UNIX = 3;
const TYPE_MASK = 0xf000;
const REGULAR = 0x8000;

/**
 * Reads the central directory of a ZIP archive (PKWARE APPNOTE 6.3). Its word is compared with the local headers, and
 * every total is limited, before a byte is unpacked. Folders are left out. The error is the rest of a sentence.
 */
export function readDirectory(
  file: Uint8Array,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Result<readonly ArchiveEntry[], string> {
  const end = endRecord(file);
  if (end === undefined) return err('has no end record of a ZIP archive: it is cut off or no archive');
  const count = u16(file, end + 10);
  const start = u32(file, end + 16);
  const stop = start + u32(file, end + 12);
  if (u16(file, end + 4) !== 0 || u16(file, end + 6) !== 0 || u16(file, end + 8) !== count)
    return err('is one part of several; only whole archives are read');
  if (count === 0xffff || start === 0xffffffff || stop - start === 0xffffffff)
    return err('is a ZIP64 archive, and no file of this size is read');
  if (count > limits.entries) return err(`has ${count} entries, and the limit is ${limits.entries}`);
  if (stop > end) return err('has a directory that runs into its own end record');
  const entries: ArchiveEntry[] = [];
  for (let at = start, i = 0; i < count; i++) {
    const length = at + CENTRAL_SIZE <= stop && u32(file, at) === CENTRAL ? centralLength(file, at) : Infinity;
    if (at + length > stop) return err(`has a directory that ends in the middle of entry ${i + 1} of ${count}`);
    const entry = readEntry(file, at, start);
    if (!entry.ok) return entry;
    if (entry.value !== undefined) entries.push(entry.value);
    at += length;
  }
  const fault = togetherFault(entries, file.length, limits);
  return fault === undefined ? ok(entries) : err(fault);
}

/** From the back, as its comment may hold anything; it has to reach the end of the file exactly. */
function endRecord(file: Uint8Array): number | undefined {
  const lowest = Math.max(0, file.length - END_SIZE - LONGEST_COMMENT);
  for (let at = file.length - END_SIZE; at >= lowest; at--)
    if (u32(file, at) === END && at + END_SIZE + u16(file, at + 20) === file.length) return at;
  return undefined;
}

const centralLength = (file: Uint8Array, at: number) =>
  CENTRAL_SIZE + u16(file, at + 28) + u16(file, at + 30) + u16(file, at + 32);

/** `undefined` for a folder. `limit` is where packed bytes have to end. */
function readEntry(file: Uint8Array, at: number, limit: number): Result<ArchiveEntry | undefined, string> {
  const flags = u16(file, at + 8);
  const rawName = file.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + u16(file, at + 28));
  const name = strFromU8(rawName, (flags & UTF8) === 0);
  const fault = (what: string) => err(`holds ${shownName(name)}, which ${what}`);
  const wrongName = nameFault(name);
  if (wrongName !== undefined) return fault(wrongName);
  const packed = u32(file, at + 20);
  const size = u32(file, at + 24);
  const offset = u32(file, at + 42);
  const method = METHODS[u16(file, at + 10)];
  const type = (u32(file, at + 38) / 65_536) & TYPE_MASK;
  if ((flags & ENCRYPTED) !== 0) return fault('is encrypted; get the archive without a password');
  if (packed === 0xffffffff || size === 0xffffffff || offset === 0xffffffff) return fault('is a ZIP64 entry');
  if (name.endsWith('/')) return size === 0 && packed === 0 ? ok(undefined) : fault('is a folder with content');
  if (file[at + 5] === UNIX && type !== 0 && type !== REGULAR) return fault('is a link or a device, not a file');
  if (method === undefined) return fault(`is packed with method ${u16(file, at + 10)}; only 0 and 8 are read`);
  if (method === 'stored' && packed !== size) return fault(`is stored as ${packed} bytes but said to have ${size}`);
  if (offset + LOCAL_SIZE > limit || u32(file, offset) !== LOCAL) return fault('has no local header');
  const localName = file.subarray(offset + LOCAL_SIZE, offset + LOCAL_SIZE + u16(file, offset + 26));
  if (strFromU8(localName, true) !== strFromU8(rawName, true) || u16(file, offset + 8) !== u16(file, at + 10))
    return fault('is called or packed differently in the directory and in its own header');
  const from = offset + LOCAL_SIZE + u16(file, offset + 26) + u16(file, offset + 28);
  if (from + packed > limit) return fault('runs into the directory of the archive');
  return ok({ name, method, crc32: u32(file, at + 16), size, from, to: from + packed });
}

/** What no entry shows alone: totals, names that come twice, and packed bytes that serve several entries. */
function togetherFault(entries: readonly ArchiveEntry[], fileBytes: number, limits: ArchiveLimits): string | undefined {
  const names = new Set<string>();
  let total = 0;
  for (const { name, size } of entries) {
    const plain = name.toLowerCase();
    if (names.has(plain)) return `holds ${shownName(name)} twice`;
    names.add(plain);
    total += size;
    if (size > limits.entryBytes)
      return `holds ${shownName(name)}, which has ${size} bytes unpacked, and the limit is ${limits.entryBytes}`;
  }
  if (total > limits.totalBytes) return `unpacks to ${total} bytes, and the limit is ${limits.totalBytes}`;
  if (total > limits.ratioFrom && total > limits.ratio * fileBytes)
    return `unpacks to ${Math.floor(total / fileBytes)} times its size, and the limit is ${limits.ratio}`;
  let reached = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from)) {
    if (from < reached) return `holds ${shownName(name)}, whose bytes are those of another entry as well`;
    reached = to;
  }
  return undefined;
}
