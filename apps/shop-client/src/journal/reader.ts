import { join } from 'node:path';
import { type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import { parseLine } from './line.js';

export interface JournalContent<Record> {
  readonly job: string;
  readonly path: string;
  readonly records: readonly Record[];
  readonly nextSeq: number;
}

/** Journals in a folder, by job. A folder that does not exist yet holds none. */
export async function listJournals(disk: Disk, folder: string): Promise<readonly string[]> {
  return (await disk.names(folder)).filter((name) => name.endsWith('.journal'));
}

/** What can still be read of a damaged journal: each whole record, with its own number. */
export interface Salvaged<Record> {
  readonly records: readonly Record[];
  readonly nextSeq: number;
  /** The last line is whole: nothing can have been lost behind it. */
  readonly ends: boolean;
}

/** A journal that cannot be trusted, and what is left of it. `salvaged` is nothing where it cannot be read at all. */
export interface CorruptJournal<Record> {
  readonly kind: 'corrupt';
  readonly path: string;
  readonly message: string;
  readonly salvaged: Salvaged<Record> | undefined;
}

/**
 * Reads one journal. A torn last line is what a power cut leaves (F14): it never became durable, so it stays out. Anything
 * wrong before it means that the disk cannot be trusted: the answer is an error.
 */
export async function readJournal<Record>(
  disk: Disk,
  folder: string,
  name: string,
  parse: (value: unknown) => Record | undefined,
): Promise<Result<JournalContent<Record>, CorruptJournal<Record>>> {
  const path = join(folder, name);
  let text: string;
  try {
    text = new TextDecoder().decode(await disk.read(path));
  } catch (failure) {
    return err(unreadable(path, errorText(failure)));
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1);
  const records: Record[] = [];
  for (const [index, line] of lines.entries()) {
    const entry = parseQuietly(line);
    const record = entry?.seq === index ? parse(entry.record) : undefined;
    if (record === undefined) return err(corrupt(path, index + 1, salvage(lines, parse)));
    records.push(record);
  }
  return ok({ job: name.replace(/\.journal$/, ''), path, records, nextSeq: records.length });
}

/** Whole lines in the order of their numbers; one whose number does not follow is left out. */
function salvage<Record>(lines: readonly string[], parse: (value: unknown) => Record | undefined): Salvaged<Record> {
  const records: Record[] = [];
  let nextSeq = 0;
  let ends = false;
  for (const line of lines) {
    const entry = parseQuietly(line);
    const record = entry === undefined || entry.seq < nextSeq ? undefined : parse(entry.record);
    ends = record !== undefined;
    if (entry === undefined || record === undefined) continue;
    records.push(record);
    nextSeq = entry.seq + 1;
  }
  return { records, nextSeq, ends };
}

function parseQuietly(line: string) {
  try {
    return parseLine(line);
  } catch {
    return undefined;
  }
}

const corrupt = <Record>(path: string, line: number, salvaged: Salvaged<Record>): CorruptJournal<Record> => ({
  kind: 'corrupt',
  path,
  salvaged,
  message: `The journal ${path} is damaged at line ${line}: its checksum or number is wrong. No new write job starts while it stands there; keep a copy, read what the unit holds, then move the file away to go on.`,
});

const unreadable = (path: string, why: string): CorruptJournal<never> => ({
  kind: 'corrupt',
  path,
  salvaged: undefined,
  message: `The journal ${path} cannot be read (${why}), and its unit may be half written. No new write job starts while it is so; keep power and cable connected, put the disk or its rights in order, then start the shop client again.`,
});
