import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { clause, type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import { type Backup, type BackupPlace, type DrilledCopies, digestBackup } from '@baylink/safety';
import { replaceFile } from '../disk/document.js';
import { printBackup, readBackup } from './backup-document.js';

/** A second medium of DUAL_BACKUP: somewhere that is not this disk. */
export interface RemoteBlobs {
  readonly medium: string;
  put(sha256: string, bytes: Uint8Array): Promise<Result<void, string>>;
  get(sha256: string): Promise<Result<Uint8Array, string>>;
}

const SHOP_DISK = 'shop-disk';

/**
 * Keeps backups on the shop's disk (`DIR/DIGEST.backup.json`) and on every second medium that takes them, and believes
 * none: each copy is read again from where it lies and digested again before it counts. The maker's original file of a
 * backup of grade B lies beside each copy (`DIR/SHA256.original`). Second media know a backup by the SHA-256 of its
 * document: it stands in the place that `store` answers, for the journal, and in `DIR/DIGEST.sha256`.
 */
export class BackupStore {
  private readonly seconds: readonly RemoteBlobs[];

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    ...seconds: readonly RemoteBlobs[]
  ) {
    this.seconds = seconds;
  }

  /** `original`: the file that `backup.original` names. The places are those from which everything came back. */
  async store(backup: Backup, original?: Uint8Array): Promise<Result<readonly BackupPlace[], string>> {
    const digest = digestBackup(backup);
    const files = [printBackup(backup), ...(original === undefined ? [] : [original])];
    try {
      const document = printBackup(backup);
      await replaceFile(this.disk, this.path(digest), document);
      await replaceFile(this.disk, this.namePath(digest), Buffer.from(sha256Of(document)));
      if (original !== undefined) await replaceFile(this.disk, this.originalPath(sha256Of(original)), original);
    } catch (failure) {
      return err(
        `The backup could not be written to this shop's disk (${errorText(failure)}); free the disk and offer the plan again.`,
      );
    }
    const local = await this.here(digest);
    if (!local.ok) return local;
    const faults: string[] = [];
    const places: BackupPlace[] = [{ medium: SHOP_DISK, digest: digestBackup(local.value) }];
    for (const second of this.seconds) {
      const stored = await storeAt(second, files);
      if (!stored.ok) faults.push(stored.error);
      const found = stored.ok ? await copyAt(second, backup) : stored;
      const name = sha256Of(printBackup(backup));
      if (found.ok) places.push({ medium: second.medium, digest: digestBackup(found.value), name });
      else if (stored.ok) faults.push(found.error);
    }
    return places.length > 1 ? ok(places) : err(faults.join(' ') || 'There is no second medium.');
  }

  /** Every copy once more, each from where it lies, and what stands in them. A copy that is gone is no place. */
  async drill(digest: string): Promise<Result<DrilledCopies, string>> {
    const local = await this.here(digest);
    if (!local.ok) return err(clause(local.error));
    const original = await this.originalHere(local.value);
    if (!original.ok) return err(clause(original.error));
    const places: BackupPlace[] = [{ medium: SHOP_DISK, digest: digestBackup(local.value) }];
    for (const second of this.seconds) {
      const found = await copyAt(second, local.value);
      if (found.ok) places.push({ medium: second.medium, digest: digestBackup(found.value) });
    }
    return ok({ places, backup: local.value });
  }

  /**
   * The first copy whose digest, computed again, is this one: the shop's disk first, then each second medium. `places`: where
   * the journal says that they are, so that no rotten file of this disk hides the copy of another.
   */
  async load(digest: string, places: readonly BackupPlace[] = []): Promise<Result<Backup, string>> {
    return this.firstOf(await this.here(digest), (second) => {
      const name = places.find(({ medium }) => medium === second.medium)?.name;
      return name === undefined ? this.there(second, digest) : copyNamed(second, name, digest);
    });
  }

  /** The original file that belongs to a backup, from wherever it comes back unchanged; `undefined` for one that has none. */
  async original(backup: Backup): Promise<Result<Uint8Array | undefined, string>> {
    return this.firstOf(await this.originalHere(backup), async (second) => originalAt(second, backup));
  }

  private async firstOf<T>(
    here: Result<T, string>,
    there: (second: RemoteBlobs) => Promise<Result<T, string>>,
  ): Promise<Result<T, string>> {
    const faults: string[] = [];
    if (here.ok) return here;
    for (const second of this.seconds) {
      const found = await there(second);
      if (found.ok) return found;
      faults.push(found.error);
    }
    return err([here.error, ...faults].join(' '));
  }

  private async there(second: RemoteBlobs, digest: string): Promise<Result<Backup, string>> {
    const name = await this.read(this.namePath(digest));
    if (!name.ok) return err(unreadable(`${digest.slice(0, 12)}….sha256`, name.error));
    return copyNamed(second, Buffer.from(name.value).toString(), digest);
  }

  /** The copy of this shop's disk. */
  private async here(digest: string): Promise<Result<Backup, string>> {
    const bytes = await this.read(this.path(digest));
    if (!bytes.ok) return err(unreadable(digest, bytes.error));
    const backup = readBackup(bytes.value);
    if (!backup.ok) return backup;
    const found = digestBackup(backup.value);
    return found === digest
      ? backup
      : err(
          `The backup ${digest.slice(0, 12)}… on this shop's disk has changed: its digest is ${found.slice(0, 12)}….`,
        );
  }

  private async originalHere({ original }: Backup): Promise<Result<Uint8Array | undefined, string>> {
    if (original === null) return ok(undefined);
    const bytes = await this.read(this.originalPath(original));
    if (!bytes.ok) return err(unreadable(original, bytes.error));
    return sha256Of(bytes.value) === original
      ? bytes
      : err(`The original file ${original.slice(0, 12)}… on this shop's disk has changed.`);
  }

  private async read(path: string): Promise<Result<Uint8Array, string>> {
    try {
      const bytes = await this.disk.read(path);
      return bytes === undefined ? err('it is not there') : ok(bytes);
    } catch (failure) {
      return err(errorText(failure));
    }
  }

  private path = (digest: string): string => join(this.folder, `${digest}.backup.json`);
  private namePath = (digest: string): string => join(this.folder, `${digest}.sha256`);
  private originalPath = (sha256: string): string => join(this.folder, `${sha256}.original`);
}

async function storeAt(second: RemoteBlobs, files: readonly Uint8Array[]): Promise<Result<void, string>> {
  for (const bytes of files) {
    const stored = await second.put(sha256Of(bytes), bytes);
    if (!stored.ok)
      return err(
        `The backup could not be stored at the ${second.medium}: ${stored.error} A write needs it in two places; offer the plan again when the ${second.medium} answers.`,
      );
  }
  return ok();
}

/** What comes back from there of this backup, its original file included. */
async function copyAt(second: RemoteBlobs, backup: Backup): Promise<Result<Backup, string>> {
  const found = await backupAt(second, sha256Of(printBackup(backup)));
  if (!found.ok) return found;
  const original = await originalAt(second, backup);
  return original.ok ? found : original;
}

async function copyNamed(second: RemoteBlobs, sha256: string, digest: string): Promise<Result<Backup, string>> {
  const found = await backupAt(second, sha256);
  if (!found.ok || digestBackup(found.value) === digest) return found;
  return err(`The ${second.medium} gives back another backup than it was given.`);
}

async function backupAt(second: RemoteBlobs, sha256: string): Promise<Result<Backup, string>> {
  const returned = await second.get(sha256);
  return returned.ok
    ? readBackup(returned.value)
    : err(`The backup could not be read back from the ${second.medium}: ${returned.error}`);
}

async function originalAt(second: RemoteBlobs, { original }: Backup): Promise<Result<Uint8Array | undefined, string>> {
  if (original === null) return ok(undefined);
  const { medium } = second;
  const returned = await second.get(original);
  if (!returned.ok) return err(`The original file could not be read back from the ${medium}: ${returned.error}`);
  return sha256Of(returned.value) === original
    ? returned
    : err(`The ${medium} gives back another original file than it was given.`);
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const unreadable = (digest: string, why: string): string =>
  `The backup ${digest.slice(0, 12)}… cannot be read from this shop's disk (${why}).`;
