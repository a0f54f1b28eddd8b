import { fromBase64url, type Refusal, type StreamPayload } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { Staging, StagingError } from '../staging/staging.js';

type Chunk = Extract<StreamPayload, { kind: 'chunk' }>;
interface Announced {
  readonly name: string;
  readonly size: number;
  /** Why the last try ended badly; told at the next announcement, once. */
  readonly failure: StagingError | undefined;
}

/** Files that the expert of a visit has announced. Pieces of anything else are dropped. */
export class FileDesk {
  private readonly announced = new Map<string, Announced>();

  constructor(private readonly staging: Staging) {}

  async announce(
    sha256: string,
    name: string,
    size: number,
  ): Promise<Result<{ offset: number; complete: boolean }, Refusal>> {
    const before = this.announced.get(sha256);
    if (before?.failure) {
      this.announced.set(sha256, { ...before, failure: undefined });
      return err(before.failure);
    }
    const offset = await this.staging.offer(sha256, size);
    if (offset.ok) this.announced.set(sha256, { name, size, failure: undefined });
    return offset.ok ? ok({ offset: offset.value, complete: offset.value === size }) : offset;
  }

  async chunk({ sha256, offset, data }: Chunk): Promise<void> {
    const file = this.announced.get(sha256);
    const bytes = fromBase64url(data);
    if (!file || !bytes) return;
    const appended = await this.staging.append(sha256, file.size, offset, bytes);
    if (!appended.ok) this.announced.set(sha256, { ...file, failure: appended.error });
  }
}
