import { join } from 'node:path';
import { type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

const FILE = 'broker-epoch.json';
const document = z.strictObject({ seen: z.int().nonnegative() });

/** The highest epoch of its broker that this shop has seen: it never goes back, also across restarts (I15). */
export class EpochFile {
  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private value: number,
  ) {}

  static async open(disk: Disk, folder: string): Promise<Result<EpochFile, string>> {
    const path = join(folder, FILE);
    const found = await readDocument(disk, path, document);
    return found.ok ? ok(new EpochFile(disk, path, found.value?.seen ?? 0)) : found;
  }

  /** Nobody can say how high it was: no broker is heard until the file is right again. */
  static inDoubt(disk: Disk, folder: string): EpochFile {
    return new EpochFile(disk, join(folder, FILE), Number.MAX_SAFE_INTEGER);
  }

  get seen(): number {
    return this.value;
  }

  /** The error: it counts for this start only. */
  async raise(epoch: number): Promise<Result<void, string>> {
    if (epoch <= this.value) return ok();
    this.value = epoch;
    try {
      await writeDocument(this.disk, this.path, { seen: epoch });
      return ok();
    } catch (failure) {
      return err(`The epoch of the broker could not be kept in ${this.path} (${errorText(failure)}); free the disk.`);
    }
  }
}
