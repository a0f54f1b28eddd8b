import { copyFile, type FileHandle, open, readFile, truncate } from 'node:fs/promises';
import { digestHex } from '@baylink/contracts';
import type { Result } from '@baylink/kernel';
import { emptyLedger, follow, type LedgerState, readEntry } from '@baylink/ledger';
import { errorCode } from '../process/cannot-start.js';

/**
 * One visit's ledger on the disk: canonical lines, each ended by a line feed, only ever appended. What `append` has
 * answered survives any crash.
 */
export class LedgerFile {
  private constructor(
    private readonly path: string,
    private stands: LedgerState,
    private bytes: number,
  ) {}

  /**
   * Reads what is there. A crash leaves at most an unfinished tail that nobody was told about: it is cut off. Should
   * whole lines be unreadable, the file is kept beside as `.damaged` first.
   */
  static async open(path: string, visit: string): Promise<LedgerFile> {
    const content = await readOrEmpty(path);
    let state = emptyLedger(visit);
    let good = 0;
    for (;;) {
      const end = content.indexOf('\n', good);
      const next = end < 0 ? undefined : followLine(state, content.toString('utf8', good, end));
      if (next === undefined || !next.ok) break;
      state = next.value;
      good = end + 1;
    }
    if (good < content.length) await cutTail(path, content, good);
    return new LedgerFile(path, state, good);
  }

  get state(): LedgerState {
    return this.stands;
  }

  get byteLength(): number {
    return this.bytes;
  }

  /** The hash of entry `size - 1`, or `undefined` when it is not stored. */
  async headAt(size: number): Promise<string | undefined> {
    if (size === this.stands.size) return this.stands.head ?? undefined;
    if (size < 1 || size > this.stands.size) return undefined;
    const line = (await readFile(this.path, 'utf8')).split('\n')[size - 1];
    return line === undefined ? undefined : digestHex(line);
  }

  /** `lines` continue the ledger and lead to `state`, as `followLine` has found; on the disk when this resolves. */
  async append(lines: readonly string[], state: LedgerState): Promise<void> {
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.truncate(this.bytes);
      await writeAll(file, text);
      await file.sync();
    } finally {
      await file.close();
    }
    this.stands = state;
    this.bytes += text.length;
  }
}

/** Where the ledger stands after one more line, or why the line does not continue it. */
export function followLine(state: LedgerState, line: string): Result<LedgerState, string> {
  const entry = readEntry(line);
  return entry.ok ? follow(state, entry.value) : entry;
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
}

async function readOrEmpty(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

async function cutTail(path: string, content: Buffer, good: number): Promise<void> {
  if (content.indexOf('\n', good) >= 0) await copyFile(path, `${path}.damaged`);
  await truncate(path, good);
}
