import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@baylink/contracts';
import { type Chance, err, ok, type Result } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CHANCE, SETTINGS } from '../process/tokens.js';
import type { BrokerSettings } from '../settings.js';

export type Misfit = { readonly kind: 'too-large' } | { readonly kind: 'wrong-digest'; readonly digest: string };

/** Files named by their SHA-256. A name exists only once its whole content is on the disk. */
@Injectable()
export class BlobFiles {
  private readonly root: string;

  constructor(
    @Inject(SETTINGS) settings: BrokerSettings,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {
    this.root = join(settings.dataDir, 'blobs');
  }

  /** Removes what uploads left behind that a crash cut off. */
  async prepare(): Promise<void> {
    await rm(join(this.root, 'incoming'), { recursive: true, force: true });
    await mkdir(join(this.root, 'incoming'), { recursive: true, mode: 0o700 });
  }

  /** Gives the size. Rejects when the source breaks off or the disk fails; nothing is left behind then. */
  async store(sha256: string, content: AsyncIterable<Uint8Array>, limit: number): Promise<Result<number, Misfit>> {
    const incoming = join(this.root, 'incoming', newId(this.chance));
    const file = await open(incoming, 'wx', 0o600);
    try {
      const written = await write(file, content, limit);
      if (written === undefined) return err({ kind: 'too-large' });
      if (written.digest !== sha256) return err({ kind: 'wrong-digest', digest: written.digest });
      await file.sync();
      await this.publish(incoming, this.pathOf(sha256));
      return ok(written.size);
    } finally {
      await file.close();
      await rm(incoming, { force: true });
    }
  }

  read(sha256: string): ReadStream {
    return createReadStream(this.pathOf(sha256));
  }

  private pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256);
  }

  private async publish(incoming: string, path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(incoming, path);
    const directory = await open(dirname(path), 'r');
    await directory.sync().finally(() => directory.close());
  }
}

async function write(file: FileHandle, content: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > limit) return undefined;
    hash.update(piece);
    await file.write(piece);
  }
  return { size, digest: hash.digest('hex') };
}
