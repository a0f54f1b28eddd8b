import { err, ok, type Result } from '@baylink/kernel';

/** What the shop needs of a broker during a write: a second medium for backups. It can be away. */
export class SimulatedBroker {
  readonly medium = 'broker';
  reachable = true;
  readonly #blobs = new Map<string, Uint8Array>();

  async put(sha256: string, bytes: Uint8Array): Promise<Result<void, string>> {
    if (!this.reachable) return err('the broker cannot be reached.');
    this.#blobs.set(sha256, bytes.slice());
    return ok();
  }

  async get(sha256: string): Promise<Result<Uint8Array, string>> {
    const bytes = this.#blobs.get(sha256);
    if (!this.reachable || bytes === undefined) return err('the broker cannot be reached.');
    return ok(bytes.slice());
  }
}
