import { concat, err, hex, ok, type Result, showHex } from '@baylink/kernel';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Moment } from '../gates/gate.js';
import type { ProgrammingProfile } from '../profile/unit-profile.js';
import { readingLengthOf } from './block-length.js';
import { PAGE } from './brief.js';
import { TRANSFER_EXIT } from './requests.js';
import type { Request } from './send.js';
import type { JobWords } from './words/words.js';

/** What is read: a range, and the digests that its pages must have where they are known. */
export interface ReadRange {
  readonly address: number;
  readonly size: number;
  readonly pages: readonly string[];
}

/**
 * Reads ranges of a unit's memory. `save` reads each range twice, keeps the first reading and compares the second with it;
 * `compare` reads once and compares with the digests that it was given.
 */
export interface Reader {
  readonly purpose: 'save' | 'compare';
  readonly ranges: readonly ReadRange[];
  readonly range: number;
  readonly pass: 'first' | 'second';
  readonly step: 'session' | 'open' | 'read' | 'close' | 'leave' | 'done';
  readonly offset: number;
  readonly counter: number;
  readonly blockLength: number;
  /** Bytes of the page that is not complete yet. */
  readonly rest: Uint8Array;
  readonly pages: readonly string[];
  readonly chunks: readonly Uint8Array[];
  readonly saved: readonly {
    readonly address: number;
    readonly bytes: Uint8Array;
    readonly pages: readonly string[];
  }[];
}

const EMPTY = new Uint8Array();
const FRESH = { offset: 0, counter: 1, blockLength: 0, rest: EMPTY, pages: [], chunks: [] } as const;

export const openReader = (purpose: Reader['purpose'], ranges: readonly ReadRange[]): Reader => ({
  purpose,
  ranges,
  range: 0,
  pass: purpose === 'save' ? 'first' : 'second',
  step: 'session',
  saved: [],
  ...FRESH,
});

const REPEATS = 3;

/** How the unit that is read is spoken to, and how its memory is had. */
export interface Readable {
  readonly words: JobWords;
  readonly profile: ProgrammingProfile;
  /** Bytes of the longest message that the link carries. */
  readonly limit: number;
}

/** The request of the reader's present step. 0x36 repeats the same counter when its answer is lost. */
export function readerRequest(reader: Reader, readable: Readable, moment: Moment): Request | undefined {
  const { words, profile } = readable;
  const range = reader.ranges[reader.range];
  switch (reader.step) {
    case 'session':
      return {
        bytes: words.session.reading,
        moment: 'observe',
        repeats: REPEATS,
        session: 'keep',
        undo: { what: 'session', bytes: words.session.default },
      };
    case 'open':
      return range && { bytes: words.requestUpload(profile, range), moment };
    case 'read':
      return range && readRequest(reader, readable, range, moment);
    case 'close':
      return { bytes: TRANSFER_EXIT, moment, repeats: REPEATS };
    case 'leave':
      return { bytes: words.session.default, moment: 'observe', repeats: REPEATS, session: 'leave', undoes: 'session' };
    case 'done':
      return undefined;
  }
}

function readRequest(reader: Reader, readable: Readable, range: ReadRange, moment: Moment): Request {
  const { words, profile, limit } = readable;
  if (profile.backup.method === 'upload')
    return { bytes: words.transferData(reader.counter), moment, repeats: words.blockTries };
  const block = profile.backup.method === 'read-memory' ? profile.backup.block : 1;
  const size = Math.min(readingLengthOf(block, limit), range.size - reader.offset);
  const bytes = words.readMemory(profile, { address: range.address + reader.offset, size });
  return { bytes, moment, repeats: REPEATS };
}

/** The reader after the answer to its request, or what is wrong with the answer. */
export function readerHeard(reader: Reader, readable: Readable, bytes: Uint8Array): Result<Reader, string> {
  const { words, profile } = readable;
  const upload = profile.backup.method === 'upload';
  switch (reader.step) {
    case 'session':
      return ok({ ...reader, step: upload ? 'open' : 'read' });
    case 'open':
      return opened(reader, readable, words.blockMessage(bytes));
    case 'read':
      return take(reader, upload ? words.blockData(bytes) : bytes.subarray(1), upload);
    case 'close':
      return ok(nextPass(reader, upload));
    case 'leave':
    case 'done':
      return ok({ ...reader, step: 'done' });
  }
}

/** Its blocks are as long as the unit makes them: nobody can ask for shorter ones. (ISO 14229-1 RequestUpload) */
function opened(reader: Reader, { words, limit }: Readable, told: number | undefined): Result<Reader, string> {
  if (told === undefined || told <= words.blockHead)
    return err('The unit gives no block length for reading its memory.');
  const longest = Math.min(told, (reader.ranges[reader.range]?.size ?? 0) + words.blockHead);
  if (longest > limit)
    return err(
      `The unit gives its memory in messages of ${longest} bytes and this link carries ${limit}: use a link that carries more.`,
    );
  return ok({ ...reader, step: 'read', blockLength: told - words.blockHead });
}

function take(reader: Reader, data: Uint8Array, upload: boolean): Result<Reader, string> {
  const range = reader.ranges[reader.range];
  const left = (range?.size ?? 0) - reader.offset;
  if (range === undefined || data.length === 0 || data.length > left)
    return err(`The unit gave ${data.length} bytes of memory where at most ${left} were to come.`);
  const offset = reader.offset + data.length;
  const whole = concat(reader.rest, data);
  const complete = offset === range.size ? whole.length : whole.length - (whole.length % PAGE);
  const pages = [...reader.pages];
  const wanted = reader.pass === 'first' ? undefined : wantedPages(reader, range);
  for (let at = 0; at < complete; at += PAGE) {
    const digest = hex(sha256(whole.subarray(at, Math.min(at + PAGE, complete))));
    if (wanted !== undefined && wanted[pages.length] !== digest)
      return err(`The memory from ${showHex(range.address + pages.length * PAGE, 8)} is not what it must be.`);
    pages.push(digest);
  }
  const read: Reader = {
    ...reader,
    offset,
    counter: (reader.counter + 1) & 0xff,
    rest: whole.slice(complete),
    pages,
    chunks: reader.pass === 'first' ? [...reader.chunks, data.slice()] : [],
  };
  if (offset < range.size) return ok(read);
  return ok(upload ? { ...read, step: 'close' } : nextPass(read, false));
}

const wantedPages = (reader: Reader, range: ReadRange): readonly string[] =>
  reader.purpose === 'compare' ? range.pages : (reader.saved[reader.range]?.pages ?? []);

function nextPass(reader: Reader, upload: boolean): Reader {
  const range = reader.ranges[reader.range];
  const begin = upload ? 'open' : 'read';
  if (range !== undefined && reader.pass === 'first') {
    const saved = [...reader.saved, { address: range.address, bytes: concat(...reader.chunks), pages: reader.pages }];
    return { ...reader, ...FRESH, saved, pass: 'second', step: begin };
  }
  const last = reader.range + 1 >= reader.ranges.length;
  const pass = reader.purpose === 'save' ? 'first' : 'second';
  return { ...reader, ...FRESH, range: reader.range + 1, pass, step: last ? 'leave' : begin };
}

/** Bytes read so far, and to read, over all passes. */
export function readerProgress({ ranges, range, pass, offset, purpose }: Reader): { done: number; total: number } {
  const passes = purpose === 'save' ? 2 : 1;
  const size = (list: readonly ReadRange[]) => list.reduce((sum, entry) => sum + entry.size, 0);
  const before = size(ranges.slice(0, range)) * passes;
  const first = purpose === 'save' && pass === 'second' ? (ranges[range]?.size ?? 0) : 0;
  return { done: before + first + offset, total: size(ranges) * passes };
}
