import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Disk, err, ok, type Result } from '@baylink/kernel';
import { type Backup, type BackupPlace, type DrilledCopies, digestBackup } from '@baylink/safety';
import { replaceFile } from '../disk/document.js';
import { printBackup, readBackup } from './backup-document.js';

/** The second medium of DUAL_BACKUP: somewhere that is not this disk. */
export interface RemoteBlobs {
  readonly medium: string;
  put(sha256: string, bytes: Uint8Array): Promise<Result<void, string>>;
  get(sha256: string): Promise<Result<Uint8Array, string>>;
}

/**
 * Keeps backups on the shop's disk (`DIR/DIGEST.backup.json`) and on a second medium, and believes neither: each copy
 * is read again from where it lies and digested again before it counts.
 */
export class BackupStore {
  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    private readonly remote: RemoteBlobs,
  ) {}

  async store(backup: Backup): Promise<Result<readonly BackupPlace[], string>> {
    const digest = digestBackup(backup);
    const bytes = printBackup(backup);
    try {
      await replaceFile(this.disk, this.path(digest), bytes);
    } catch (failure) {
      return err(
        `The backup could not be written to this shop's disk (${failure instanceof Error ? failure.message : String(failure)}); free the disk and offer the plan again.`,
      );
    }
    const local = await this.load(digest);
    if (!local.ok) return local;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored = await this.remote.put(sha256, bytes);
    if (!stored.ok)
      return err(
        `The backup could not be stored at the ${this.remote.medium}: ${stored.error} A write needs it in two places; offer the plan again when the ${this.remote.medium} answers.`,
      );
    const returned = await this.remote.get(sha256);
    if (!returned.ok) return err(`The backup could not be read back from the ${this.remote.medium}: ${returned.error}`);
    const remote = readBackup(returned.value);
    if (!remote.ok) return remote;
    return ok([
      { medium: 'shop-disk', digest: digestBackup(local.value) },
      { medium: this.remote.medium, digest: digestBackup(remote.value) },
    ]);
  }

  /** Both copies once more, each from where it lies, and what stands in them. */
  async drill(digest: string): Promise<Result<DrilledCopies, string>> {
    const local = await this.load(digest);
    if (!local.ok) return err(clause(local.error));
    const sha256 = createHash('sha256').update(printBackup(local.value)).digest('hex');
    const returned = await this.remote.get(sha256);
    if (!returned.ok) return err(`the ${this.remote.medium} does not give it back: ${clause(returned.error)}`);
    const remote = readBackup(returned.value);
    if (!remote.ok) return err(`the copy at the ${this.remote.medium} is damaged: ${clause(remote.error)}`);
    const places = [
      { medium: 'shop-disk', digest: digestBackup(local.value) },
      { medium: this.remote.medium, digest: digestBackup(remote.value) },
    ];
    return ok({ places, backup: local.value });
  }

  /** A backup of this shop's disk, its digest computed again. */
  async load(digest: string): Promise<Result<Backup, string>> {
    let bytes: Uint8Array | undefined;
    try {
      bytes = await this.disk.read(this.path(digest));
    } catch (failure) {
      return err(unreadable(digest, failure instanceof Error ? failure.message : String(failure)));
    }
    if (bytes === undefined) return err(unreadable(digest, 'it is not there'));
    const backup = readBackup(bytes);
    if (!backup.ok) return backup;
    const found = digestBackup(backup.value);
    return found === digest
      ? backup
      : err(
          `The backup ${digest.slice(0, 12)}… on this shop's disk has changed: its digest is ${found.slice(0, 12)}….`,
        );
  }

  private path = (digest: string): string => join(this.folder, `${digest}.backup.json`);
}

const clause = (sentence: string): string => sentence.replace(/\.$/, '');

const unreadable = (digest: string, why: string): string =>
  `The backup ${digest.slice(0, 12)}… cannot be read from this shop's disk (${why}).`;
