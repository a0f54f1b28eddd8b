import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A line of a program's `--json` output. */
export type JsonLine = Readonly<Record<string, unknown>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it said on stderr, as far as the end of it matters. */
  readonly sentence: string;
}

const PROGRAM = fileURLToPath(new URL('../../../../apps/cli/bin/baylink.js', import.meta.url));
const PATIENCE_MS = 5_000;
const KEPT_SENTENCES = 20;

/** One `baylink …` process: a real one, as a user would start it. */
export class Child {
  readonly ended: Promise<Ended>;
  private readonly process: ChildProcessByStdio<null, Readable, Readable>;
  private readonly listeners = new Set<(line: JsonLine) => void>();
  private readonly lines: JsonLine[] = [];
  private readonly said: string[] = [];
  private readonly printed: string[] = [];
  private life: 'running' | 'over' = 'running';

  constructor(
    readonly name: string,
    args: readonly string[],
    log: string,
    /** What starts it where it belongs: a command that takes another one at its end. */
    place: readonly string[] = [],
  ) {
    const record = createWriteStream(log, { flags: 'a' });
    const [command = process.execPath, ...rest] = [...place, process.execPath, PROGRAM, ...args];
    this.process = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: this.process.stdout }).on('line', (text) => this.hear(text, record));
    createInterface({ input: this.process.stderr }).on('line', (text) => this.note(text, record));
    this.ended = new Promise((resolve) => {
      this.process.on('error', (failure) => this.said.push(failure.message));
      this.process.on('close', (code, signal) => {
        this.life = 'over';
        record.end();
        resolve({ code, signal, sentence: this.said.at(-1) ?? '' });
      });
    });
  }

  get isRunning(): boolean {
    return this.life === 'running';
  }

  /** Everything that it has said on stderr, newest last. */
  get sentences(): readonly string[] {
    return this.said;
  }

  /** Everything that it has printed on stdout, line by line. */
  get output(): readonly string[] {
    return this.printed;
  }

  /** The first line that passes, of those that came and those that will. Rejects when the process ends before. */
  async line(passes: (line: JsonLine) => boolean, what: string): Promise<JsonLine> {
    const found = this.lines.find(passes);
    if (found !== undefined) return found;
    let stop = (): void => undefined;
    const heard = new Promise<JsonLine>((resolve) => {
      stop = this.listen((line) => passes(line) && resolve(line));
    });
    const result = await Promise.race([heard, this.ended]);
    stop();
    if ('sentence' in result && 'code' in result && 'signal' in result)
      throw new Error(`${this.name} ended before ${what}: ${this.said.join(' ') || `exit code ${result.code}`}`);
    return result;
  }

  listen(listener: (line: JsonLine) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.life === 'running') this.process.kill(signal);
  }

  /** SIGTERM, then SIGKILL when it does not end in time. */
  async stop(): Promise<Ended> {
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), PATIENCE_MS);
    const ended = await this.ended;
    clearTimeout(timer);
    return ended;
  }

  private hear(text: string, record: WriteStream): void {
    record.write(`${text}\n`);
    this.printed.push(text);
    const line = parse(text);
    if (line === undefined) return;
    this.lines.push(line);
    for (const listener of [...this.listeners]) listener(line);
  }

  private note(text: string, record: WriteStream): void {
    record.write(`# ${text}\n`);
    this.said.push(text);
    if (this.said.length > KEPT_SENTENCES) this.said.shift();
  }
}

function parse(text: string): JsonLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
