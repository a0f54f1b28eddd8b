import { join } from 'node:path';
import { type Disk, err, ok, type Result } from '@baylink/kernel';
import { parseLine } from './line.js';

export interface JournalContent<Record> {
  readonly job: string;
  readonly path: string;
  readonly records: readonly Record[];
  readonly nextSeq: number;
}

export interface CorruptJournal {
  readonly kind: 'corrupt';
  readonly path: string;
  readonly message: string;
}

/** Journals in a folder, by job. A folder that does not exist yet holds none. */
export async function listJournals(disk: Disk, folder: string): Promise<readonly string[]> {
  return (await disk.names(folder)).filter((name) => name.endsWith('.journal'));
}

/**
 * Reads one journal. A torn last line is what a power cut leaves (F14): it never became durable, so it is cut off.
 * Anything wrong before it means that the disk cannot be trusted: nothing is dropped, the answer is an error.
 */
export async function readJournal<Record>(
  disk: Disk,
  folder: string,
  name: string,
  parse: (value: unknown) => Record | undefined,
): Promise<Result<JournalContent<Record>, CorruptJournal>> {
  const path = join(folder, name);
  const text = new TextDecoder().decode(await disk.read(path));
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const records: Record[] = [];
  for (const [index, line] of whole.split('\n').slice(0, -1).entries()) {
    const entry = parseQuietly(line);
    const record = entry?.seq === index ? parse(entry.record) : undefined;
    if (record === undefined) return err(corrupt(path, index + 1));
    records.push(record);
  }
  if (whole.length < text.length) await disk.truncate(path, new TextEncoder().encode(whole).length);
  return ok({ job: name.replace(/\.journal$/, ''), path, records, nextSeq: records.length });
}

function parseQuietly(line: string) {
  try {
    return parseLine(line);
  } catch {
    return undefined;
  }
}

const corrupt = (path: string, line: number): CorruptJournal => ({
  kind: 'corrupt',
  path,
  message: `The journal ${path} is damaged at line ${line}: its checksum or number is wrong. No write job starts while it stands there; keep a copy, read what the unit holds, then move the file away to go on.`,
});
