import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, type Clock, err, millis, ok, type Result, unreachable } from '@baylink/kernel';
import type { BayServer } from '../bay-server.js';
import type { BayState } from '../bay-state.js';
import type { ScreenCalls } from '../screen-calls.js';
import { CALL_NAMES, type CallName, type FromScreen, type Serve, type ToScreen } from './words.js';

const AGAIN_AFTER = millis(1000);
/** Mebibytes: a page, and a state of some tens of kilobytes. */
const HEAP = 256;

export interface ScreenProcessOptions extends Serve {
  readonly calls: ScreenCalls;
  readonly clock: Clock;
  /** The process has died and is started again. */
  readonly hearDeath: (sentence: string) => void;
}

type Phase = 'starting' | 'serving' | 'closed';

/** The screen takes one state at a time: one that does not read costs nothing but the newest. */
type Screen = { readonly name: 'ready' } | { readonly name: 'showing'; readonly next: BayState | undefined };

/**
 * Serves the bay screen from a process of its own: what arrives over HTTP is parsed there, and what is shown is put into
 * text there. One that dies is started again at the same address, with the same token.
 */
export class ScreenProcess {
  #phase: Phase = 'starting';
  #child: ChildProcess | undefined;
  #port: number;
  #stopWatching: () => void = () => undefined;
  #screen: Screen = { name: 'ready' };
  #cancel: () => void = () => undefined;

  private constructor(private readonly options: ScreenProcessOptions) {
    this.#port = options.port;
  }

  static async start(options: ScreenProcessOptions): Promise<Result<BayServer, string>> {
    const screen = new ScreenProcess(options);
    const serving = await screen.#serve();
    if (!serving.ok) {
      await screen.#close();
      return serving;
    }
    return ok({ url: serving.value, close: () => screen.#close() });
  }

  /** Resolves when the screen can be reached, or with the sentence why not. */
  #serve(): Promise<Result<string, string>> {
    const { host, page, token } = this.options;
    const child = fork(screenScript(), [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.#screen = { name: 'ready' };
    return new Promise((resolve) => {
      child.on('message', (word: FromScreen) => {
        if (word.kind === 'serving') {
          this.#phase = this.#phase === 'closed' ? 'closed' : 'serving';
          this.#port = Number(new URL(word.url).port);
          resolve(ok(word.url));
        } else if (word.kind === 'not-serving') resolve(err(word.sentence));
        else this.#hear(child, word);
      });
      child.on('error', (failure) => resolve(err(`The bay screen cannot be started (${failure.message}).`)));
      child.on('exit', () => {
        resolve(err('The process of the bay screen ended before it could be reached; try again.'));
        this.#died(child);
      });
      this.#say(child, { kind: 'serve', host, port: this.#port, page, token });
    });
  }

  #died(child: ChildProcess): void {
    if (this.#child !== child || this.#phase !== 'serving') return;
    this.#stopWatching();
    const { clock, hearDeath } = this.options;
    hearDeath('The process of the bay screen has ended and is started again; the job goes on.');
    this.#again(clock);
  }

  #again(clock: Clock): void {
    this.#cancel = clock.wake(after(clock.now(), AGAIN_AFTER), async () => {
      const serving = await this.#serve();
      if (serving.ok || this.#phase === 'closed') return;
      this.#child?.kill();
      this.#again(clock);
    });
  }

  #hear(child: ChildProcess, word: Exclude<FromScreen, { kind: 'serving' | 'not-serving' }>): void {
    switch (word.kind) {
      case 'call':
        void this.#answer(child, word.id, word.name, word.args);
        return;
      case 'watch':
        this.#stopWatching();
        this.#stopWatching = word.on ? this.options.calls.watch((state) => this.#show(child, state)) : () => undefined;
        return;
      case 'shown': {
        const next = this.#screen.name === 'showing' ? this.#screen.next : undefined;
        this.#screen = { name: 'ready' };
        if (next !== undefined) this.#show(child, next);
        return;
      }
      default:
        unreachable(word);
    }
  }

  async #answer(child: ChildProcess, id: number, name: CallName, args: readonly unknown[]): Promise<void> {
    if (!CALL_NAMES.includes(name)) return;
    const call = this.options.calls[name] as (...given: readonly unknown[]) => Promise<unknown>;
    this.#say(child, { kind: 'answer', id, value: await call(...args) });
  }

  #show(child: ChildProcess, state: BayState): void {
    if (this.#screen.name === 'ready') this.#say(child, { kind: 'state', state });
    this.#screen = { name: 'showing', next: this.#screen.name === 'ready' ? undefined : state };
  }

  #say(child: ChildProcess, word: ToScreen): void {
    if (child.connected) child.send(word, () => undefined);
  }

  async #close(): Promise<void> {
    this.#phase = 'closed';
    this.#cancel();
    this.#stopWatching();
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // A process that is stopped or busy would not hear a request.
    child.kill('SIGKILL');
    await ended;
  }
}

/** Beside this file in a build; where the sources run, in the build of this package. */
function screenScript(): string {
  const beside = fileURLToPath(new URL('./main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../dist/bay/process/main.js', import.meta.url));
}
