import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Clock, err, fromHex, hex, ok, type Result } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, LinkError } from '@baylink/transport-vehicle';

/** `7E0#023E00`; eight digits are a 29-bit identifier, `##1` and `##0` the FD format with and without the second bit rate. */
const LINE = /^([0-9A-F]{3}|[0-9A-F]{8})#(?:#([01]))?([0-9a-fA-F]*)$/;

export function lineOf({ id, extended, data, fd }: CanFrame): string {
  const digits = id
    .toString(16)
    .toUpperCase()
    .padStart(extended ? 8 : 3, '0');
  return `${digits}#${fd === undefined ? '' : `#${fd.bitRateSwitch ? 1 : 0}`}${hex(data)}`;
}

export function frameOf(line: string): CanFrame | undefined {
  const [, id = '', fd, text = ''] = LINE.exec(line) ?? [];
  const data = fromHex(text);
  if (id === '' || data === undefined) return undefined;
  const frame = { id: Number.parseInt(id, 16), extended: id.length === 8, data };
  return fd === undefined ? frame : { ...frame, fd: { bitRateSwitch: fd === '1' } };
}

/** A bus whose only other node is a process that reads and writes frames as lines of text. */
export class FramePipe implements CanLink {
  readonly kind = 'pipe';
  readonly #child: ChildProcess;
  #listener: (event: CanLinkEvent) => void = () => {};

  constructor(
    private readonly clock: Clock,
    program: string,
    args: readonly string[],
  ) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.once('exit', () => this.#ended());
    this.#child.stdin?.on('error', () => {});
    if (this.#child.stdout === null) throw new Error('the peer has no output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const frame = frameOf(line);
      if (frame !== undefined) this.#listener({ kind: 'frame', frame, at: this.clock.now() });
    });
  }

  /** A peer that ends by itself takes the bus with it. */
  #ended(): void {
    const error: LinkError = { kind: 'lost', message: 'The peer has ended: look at what it wrote to stderr.' };
    this.#listener({ kind: 'closed', error, at: this.clock.now() });
  }

  async open(): Promise<Result<void, LinkError>> {
    return ok();
  }

  async send(frame: CanFrame): Promise<Result<void, LinkError>> {
    const { stdin } = this.#child;
    if (stdin === null || !stdin.writable) return err({ kind: 'lost', message: 'The peer is gone.' });
    stdin.write(`${lineOf(frame)}\n`);
    return ok();
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}
