import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A record as the shop client wrote it down, with the monotonic time of this machine. */
export interface Journalled {
  readonly at: bigint;
  readonly type: string;
  readonly did: number | undefined;
}

/** Every record of every job in a folder of journals. A torn last line never became durable and is not one. */
export function readJournals(folder: string): readonly Journalled[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.journal'));
  return names.flatMap((name) => records(readFileSync(join(folder, name), 'utf8')));
}

function records(text: string): readonly Journalled[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const entry: unknown = JSON.parse(line.slice(line.indexOf(' ') + 1));
      const { mono, record } = entry as { mono: string; record: { type: string; did?: number } };
      return { at: BigInt(mono), type: record.type, did: record.did };
    });
}
