import type { BayState } from '../bay-state.js';
import type { ScreenCalls } from '../screen-calls.js';
import type { CallName, FromScreen, ToScreen } from './words.js';

/** A case is opened at the broker, which may be slow; a press of a button is not waited for as long. */
const PATIENCE_MS = 60_000;
/** Pages of one technician. */
const MOST_OPEN = 64;

interface Open {
  readonly resolve: (value: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/** The screen's server answers with this status and sentence. */
class Unanswered extends Error {
  readonly statusCode = 503;
}

/** The calls of a screen whose shop client is another process. */
export class RemoteCalls {
  readonly #open = new Map<number, Open>();
  readonly #watchers = new Set<(state: BayState) => void>();
  #nextId = 1;
  #newest: BayState | undefined;

  constructor(private readonly say: (word: FromScreen) => void) {}

  hear(word: Exclude<ToScreen, { kind: 'serve' }>): void {
    if (word.kind === 'state') {
      this.say({ kind: 'shown' });
      this.#newest = word.state;
      for (const show of this.#watchers) show(word.state);
      return;
    }
    const open = this.#open.get(word.id);
    this.#open.delete(word.id);
    clearTimeout(open?.timer);
    open?.resolve(word.value);
  }

  readonly calls: ScreenCalls = {
    state: this.#ask('state'),
    watch: (show) => this.#watch(show),
    startPairing: this.#ask('startPairing'),
    confirmPairing: this.#ask('confirmPairing'),
    openCase: this.#ask('openCase'),
    closeCase: this.#ask('closeCase'),
    allowActiveTests: this.#ask('allowActiveTests'),
    signAgreement: this.#ask('signAgreement'),
    holdStart: this.#ask('holdStart'),
    holdBeat: this.#ask('holdBeat'),
    holdEnd: this.#ask('holdEnd'),
    confirmResult: this.#ask('confirmResult'),
    stop: this.#ask('stop'),
  };

  #ask<Name extends CallName>(name: Name) {
    return (...args: Parameters<ScreenCalls[Name]>) =>
      new Promise<Awaited<ReturnType<ScreenCalls[Name]>>>((resolve, reject) => {
        if (this.#open.size >= MOST_OPEN) {
          reject(new Unanswered(`${MOST_OPEN} calls wait for the shop client already; close other tabs of this page.`));
          return;
        }
        const id = this.#nextId++;
        const timer = setTimeout(() => {
          this.#open.delete(id);
          reject(new Unanswered(`The shop client did not answer within ${PATIENCE_MS / 1000} s; try again.`));
        }, PATIENCE_MS);
        this.#open.set(id, { resolve: resolve as Open['resolve'], timer });
        this.say({ kind: 'call', id, name, args });
      });
  }

  #watch(show: (state: BayState) => void): () => void {
    this.#watchers.add(show);
    if (this.#watchers.size === 1) this.say({ kind: 'watch', on: true });
    else if (this.#newest !== undefined) show(this.#newest);
    return () => {
      if (!this.#watchers.delete(show) || this.#watchers.size > 0) return;
      this.#newest = undefined;
      this.say({ kind: 'watch', on: false });
    };
  }
}
