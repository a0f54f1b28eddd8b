import { err, ok, type Result } from '@baylink/kernel';
import type { Wan } from './wan.js';

const AWAY = 'the broker cannot be reached.';

/** What the shop needs of a broker during a write: a second medium for backups, over the internet. It can forget. */
export class SimulatedBroker {
  readonly medium = 'broker';
  readonly #blobs = new Map<string, Uint8Array>();
  /** Whatever has reached it, also what it has forgotten since. */
  readonly seen: Uint8Array[] = [];
  #asked = 0;

  constructor(private readonly wan: Wan) {}

  async put(sha256: string, bytes: Uint8Array): Promise<Result<void, string>> {
    const copy = bytes.slice();
    const stored = await this.wan.ask(async () => {
      this.seen.push(copy);
      return this.#blobs.set(sha256, copy);
    });
    return stored === undefined ? err(AWAY) : ok();
  }

  async get(sha256: string): Promise<Result<Uint8Array, string>> {
    this.#asked++;
    const found = await this.wan.ask(async () => ok(this.#blobs.get(sha256)));
    this.#asked--;
    if (found === undefined) return err(AWAY);
    return found.value === undefined ? err('the broker does not know the backup.') : ok(found.value.slice());
  }

  /** Somebody waits for a backup, which takes time to come. */
  get asked(): boolean {
    return this.#asked > 0;
  }

  /** Its store was emptied, or another node took over without it. */
  forget(): number {
    const blobs = this.#blobs.size;
    this.#blobs.clear();
    return blobs;
  }
}
