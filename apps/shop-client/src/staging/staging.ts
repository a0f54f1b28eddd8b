import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import { replaceFile } from '../disk/document.js';

/** A file larger than this is not taken: no control unit's image needs it, a hostile sender might. */
export const LARGEST_FILE = 64 * 1024 * 1024;

export interface StagingError {
  readonly rule: 'STAGING-SIZE' | 'STAGING-OFFSET' | 'STAGING-DIGEST' | 'STAGING-DISK' | 'STAGING-MISSING';
  readonly sentence: string;
}

/**
 * Content-addressed files of the shop (A9): `DIR/SHA256` once whole, `DIR/SHA256.part` before. A piece is appended only at the
 * end of what is there, so a transfer resumes where it stopped. A file is whole when its digest is its name and it has been
 * forced to the disk; each time it is read it is digested again.
 */
export class Staging {
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
  ) {}

  /**
   * Announces a file; answers from which offset it is still needed (`size` when it is whole). Every byte may be here already
   * without being a file: then it is made one now, or thrown away.
   */
  offer(sha256: string, size: number): Promise<Result<number, StagingError>> {
    return this.inTurn(sha256, async () => {
      if (size > LARGEST_FILE) return err(tooLarge(size));
      await this.disk.makeFolder(this.folder);
      if (await this.isWhole(sha256)) return ok(size);
      const have = (await this.disk.size(this.part(sha256))) ?? 0;
      return have < size ? ok(have) : this.finish(sha256, size);
    });
  }

  /** Appends a piece; answers the offset reached. The last piece makes the file whole or throws all of it away. */
  append(sha256: string, size: number, offset: number, piece: Uint8Array): Promise<Result<number, StagingError>> {
    return this.inTurn(sha256, async () => {
      if (size > LARGEST_FILE) return err(tooLarge(size));
      if ((await this.disk.size(this.whole(sha256))) !== undefined) return ok(size);
      const have = (await this.disk.size(this.part(sha256))) ?? 0;
      if (offset + piece.length <= have) return ok(have);
      if (offset !== have || have + piece.length > size) return err(wrongOffset(offset, have, size));
      const file = await this.disk.open(this.part(sha256), 'append');
      try {
        await file.write(piece);
      } finally {
        await file.close();
      }
      return have + piece.length < size ? ok(have + piece.length) : this.finish(sha256, size);
    });
  }

  /** The bytes of a whole file, hashed again as they are read (F17). */
  async read(sha256: string): Promise<Result<Uint8Array, StagingError>> {
    let bytes: Uint8Array | undefined;
    try {
      bytes = await this.disk.read(this.whole(sha256));
    } catch (failure) {
      return err(unreadable(sha256, failure));
    }
    if (bytes === undefined) return err(missing(sha256));
    return digestOf(bytes) === sha256 ? ok(bytes) : err(damaged(sha256, digestOf(bytes)));
  }

  /** Written anew as a whole: of pieces that earlier processes appended nobody knows what the disk has taken. (I17) */
  private async finish(sha256: string, size: number): Promise<Result<number, StagingError>> {
    const bytes = (await this.disk.read(this.part(sha256))) ?? new Uint8Array();
    const found = digestOf(bytes);
    if (found === sha256) await replaceFile(this.disk, this.whole(sha256), bytes);
    await this.disk.remove(this.part(sha256));
    return found === sha256 ? ok(size) : err(damaged(sha256, found));
  }

  /** A file that has rotted is no file: it is sent again. */
  private async isWhole(sha256: string): Promise<boolean> {
    if ((await this.disk.size(this.whole(sha256))) === undefined) return false;
    if ((await this.read(sha256)).ok) return true;
    await this.disk.remove(this.whole(sha256));
    return false;
  }

  private whole = (sha256: string): string => join(this.folder, sha256);
  private part = (sha256: string): string => join(this.folder, `${sha256}.part`);

  /** Work on one file, one after the other. What the disk refuses is an answer, not a throw. */
  private inTurn<T>(key: string, work: () => Promise<Result<T, StagingError>>): Promise<Result<T, StagingError>> {
    const turn = (this.turns.get(key) ?? Promise.resolve())
      .then(work)
      .catch((failure: unknown) => err(diskError(failure)));
    this.turns.set(key, turn);
    return turn;
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const missing = (sha256: string): StagingError => ({
  rule: 'STAGING-MISSING',
  sentence: `The file ${sha256.slice(0, 12)}… is not staged at this shop; send it first.`,
});

const unreadable = (sha256: string, failure: unknown): StagingError => ({
  rule: 'STAGING-DISK',
  sentence: `The staged file ${sha256.slice(0, 12)}… cannot be read (${errorText(failure)}); repair the disk and send it again.`,
});

const tooLarge = (size: number): StagingError => ({
  rule: 'STAGING-SIZE',
  sentence: `The file has ${size} bytes and this shop takes at most ${LARGEST_FILE}; send the image of one unit only.`,
});

const wrongOffset = (offset: number, have: number, size: number): StagingError => ({
  rule: 'STAGING-OFFSET',
  sentence: `A piece at offset ${offset} does not follow the ${have} of ${size} bytes that are here; announce the file again to learn where to go on.`,
});

const damaged = (wanted: string, found: string): StagingError => ({
  rule: 'STAGING-DIGEST',
  sentence: `The file's SHA-256 is ${found.slice(0, 16)}… and the plan names ${wanted.slice(0, 16)}…: it is damaged or another file. It is not used; send the right file again.`,
});

const diskError = (failure: unknown): StagingError => ({
  rule: 'STAGING-DISK',
  sentence: `The staged file could not be kept (${errorText(failure)}); free the disk and send it again.`,
});
