import { createHash } from 'node:crypto';
import type { Clock } from '@baylink/kernel';

const PIECE = 16_384;

/** Everything that happens at the edges of a run, hashed in order; two runs with one hash did the same at the same times. */
export class Trace {
  readonly #hash = createHash('sha256');
  /** Not hashed yet: to call the hash for each line costs more than to hash them. */
  #waiting = '';
  readonly #lines: string[] = [];

  constructor(
    private readonly clock: Clock,
    /** Lines are kept for whoever wants to read them; the hash needs none. */
    private readonly keep: boolean,
  ) {}

  add(what: string, detail = ''): void {
    const line = `${this.clock.now().toFixed(3)} ${what} ${detail}`;
    this.#waiting += `${line}\n`;
    if (this.#waiting.length > PIECE) this.#flush();
    if (this.keep) this.#lines.push(line);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Of everything so far. Ends the trace. */
  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#waiting);
    this.#waiting = '';
  }
}
