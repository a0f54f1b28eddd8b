import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, type Clock, err, type Millis, millis, ok, type Result, unreachable } from '@baylink/kernel';
import type { PassThruMessage } from '@baylink/protocols/j2534';
import type { LinkError } from '../link.js';
import type { CallFailure, HostAnswer, HostCall, HostWord } from './host/talk.js';
import * as say from './sentences.js';

/** Calls that wait for their turn. */
const QUEUE = 256;
/** What a call may take beyond the time that it was given. */
const GRACE = millis(3000);
/** A host with nothing to do tells twice a second that it lives. */
const QUIET = millis(5000);

/** How long the library itself may take. An adapter behind a radio takes its time to open; a filter does not. */
const LIMITS: { readonly [kind in HostCall['kind']]: Millis } = {
  open: millis(20_000),
  configure: millis(2000),
  'start-filter': millis(2000),
  'stop-filter': millis(2000),
  write: millis(0),
  voltage: millis(2000),
  close: millis(5000),
};

export interface HostListener {
  received(messages: readonly PassThruMessage[]): void;
  readFailed(failure: CallFailure): void;
  /** The process is gone or was ended because its library hangs; told once, and not after `end`. */
  lost(error: LinkError): void;
}

export interface HostSettings {
  readonly library: string;
  readonly clock: Clock;
  /** The program that runs the host: for a library of another processor, a Node.js made for that. */
  readonly node: string | undefined;
  readonly script: string;
}

interface Turn {
  readonly call: HostCall;
  readonly resolve: (outcome: Result<HostAnswer, LinkError>) => void;
}

type Phase = { readonly name: 'running' } | { readonly name: 'ended'; readonly error: LinkError };

/** The process that owns the vendor's library, seen from the process that must not die of it. One call at a time. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #turns: Turn[] = [];
  #phase: Phase = { name: 'running' };
  #nextId = 1;
  #cancelWatch: () => void = () => undefined;

  constructor(
    private readonly settings: HostSettings,
    private readonly listener: HostListener,
  ) {
    const { node, script } = settings;
    this.#child = fork(script, {
      serialization: 'advanced',
      // What a library prints is not ours to show.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      ...(node === undefined ? {} : { execPath: node }),
    });
    this.#child.on('message', (word: HostWord) => this.#heard(word));
    this.#child.on('error', (cause) => this.#lose(say.noNode(node ?? process.execPath, cause.message)));
    this.#child.on('exit', (code, signal) => this.#lose(say.crashed(settings.library, signal ?? `exit code ${code}`)));
    this.#watch(GRACE);
  }

  call(call: HostCall): Promise<Result<HostAnswer, LinkError>> {
    if (this.#phase.name === 'ended') return Promise.resolve(err(this.#phase.error));
    if (this.#turns.length >= QUEUE) return Promise.resolve(err(say.tooManyCalls(this.settings.library, QUEUE)));
    return new Promise((resolve) => {
      this.#turns.push({ call, resolve });
      if (this.#turns.length === 1) this.#begin();
    });
  }

  /** Ends the process; what still waits is answered. Resolves when it is gone. */
  async end(): Promise<void> {
    if (this.#phase.name === 'ended') return;
    this.#finish(say.notOpen(this.settings.library));
    await gone(this.#child);
  }

  #begin(): void {
    const turn = this.#turns[0];
    if (turn === undefined) {
      this.#watch(QUIET);
      return;
    }
    const own = turn.call.kind === 'write' ? millis(turn.call.timeout) : LIMITS[turn.call.kind];
    this.#watch(after(own, GRACE));
    this.#send({ id: this.#nextId, call: turn.call });
  }

  #heard(word: HostWord): void {
    if (this.#phase.name === 'ended') return;
    switch (word.kind) {
      case 'answer':
        this.#answered(word.id, word.answer);
        return;
      case 'received':
        this.#send({ kind: 'taken' });
        this.listener.received(word.messages);
        return;
      case 'read-failed':
        this.listener.readFailed(word.failure);
        return;
      case 'alive':
        if (this.#turns.length === 0) this.#watch(QUIET);
        return;
      default:
        unreachable(word);
    }
  }

  #answered(id: number, answer: HostAnswer): void {
    if (id !== this.#nextId) return;
    this.#nextId++;
    this.#turns.shift()?.resolve(ok(answer));
    this.#begin();
  }

  #watch(limit: Millis): void {
    this.#cancelWatch();
    const call = this.#turns[0]?.call.kind ?? 'read';
    this.#cancelWatch = this.settings.clock.wake(after(this.settings.clock.now(), limit), () =>
      this.#lose(say.hangs(this.settings.library, call, limit)),
    );
  }

  #lose(error: LinkError): void {
    if (this.#phase.name === 'ended') return;
    this.#finish(error);
    this.listener.lost(error);
  }

  #finish(error: LinkError): void {
    this.#phase = { name: 'ended', error };
    this.#cancelWatch();
    this.#child.kill('SIGKILL');
    for (const { resolve } of this.#turns.splice(0)) resolve(err(error));
  }

  #send(word: object): void {
    // A channel that has just closed is told by the exit of the process.
    if (this.#child.connected) this.#child.send(word, () => undefined);
  }
}

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) resolve();
    else child.once('exit', () => resolve());
  });

/** Run from source, this package's built host serves: a child process has no loader for TypeScript. */
export function hostScriptPath(): string {
  const beside = fileURLToPath(new URL('./host/main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/j2534/host/main.js', import.meta.url));
}
