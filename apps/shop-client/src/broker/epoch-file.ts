import { join } from 'node:path';
import { type Disk, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

const document = z.strictObject({ seen: z.int().nonnegative() });

/** The highest epoch of its broker that this shop has seen: it never goes back, also across restarts (I15). */
export class EpochFile {
  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private value: number,
  ) {}

  static async open(disk: Disk, folder: string): Promise<Result<EpochFile, string>> {
    const path = join(folder, 'broker-epoch.json');
    const found = await readDocument(disk, path, document);
    return found.ok ? ok(new EpochFile(disk, path, found.value?.seen ?? 0)) : found;
  }

  get seen(): number {
    return this.value;
  }

  async raise(epoch: number): Promise<void> {
    if (epoch <= this.value) return;
    this.value = epoch;
    await writeDocument(this.disk, this.path, { seen: epoch });
  }
}
