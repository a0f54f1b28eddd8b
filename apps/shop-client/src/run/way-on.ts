import { err, ok, type Result } from '@baylink/kernel';
import {
  type Backup,
  type JobRecord,
  type JobState,
  type Plan,
  type ProgrammingPlan,
  restoreOnly,
} from '@baylink/safety';
import type { BackupStore } from '../backup/backup-store.js';
import { type LoadedImage, loadImage, readingOf } from '../staging/image.js';
import type { Staging } from '../staging/staging.js';
import { Blocks } from './blocks.js';
import type { JobFiles } from './planned-image.js';

/** Where a job's bytes may still be. */
export interface Shelves {
  readonly staging: Staging;
  readonly backups: BackupStore;
}

/** Why a job stands still after a restart, and the next human step. */
export interface Standstill {
  readonly why: string;
  readonly next: string;
}

/** A restarted job with the bytes that were found for it. */
export interface WayOn {
  readonly state: JobState;
  readonly files: JobFiles;
  readonly blocks: Blocks;
  readonly standstill: Standstill | undefined;
  /**
   * Asked when a technician lets the job go on: what was missing is looked for again. The value tells why only the backup can
   * be written; the error, what is still missing.
   */
  readonly ready: () => Promise<Result<string | undefined, string>>;
}

/**
 * What the job may have to write, read again from the disk and digested. A unit that was erased waits for one of them: with
 * a file that has changed the job restores, with a backup that has changed it can only go forward, and with neither it stands
 * still until one of them is back.
 */
export async function wayOn(records: readonly JobRecord[], state: JobState, shelves: Shelves): Promise<WayOn> {
  const { plan } = state.brief;
  const look = async (): Promise<Found> => find(plan, records, state.mode, shelves);
  const found = await look();
  const blocks = new Blocks(found.files, found.backup);
  const ready = async (): Promise<Result<string | undefined, string>> => {
    const again = await look();
    blocks.hold(again.files, again.backup);
    return again.way;
  };
  const { files } = found;
  if (state.region === 'before' || (found.way.ok && found.way.value === undefined))
    return { state, files, blocks, ready, standstill: undefined };
  if (found.way.ok)
    return { state: restoreOnly(state, found.way.value ?? ''), files, blocks, ready, standstill: undefined };
  const why = `After a restart there is nothing left to write to the half-written unit. ${found.way.error}`;
  return { state, files, blocks, ready, standstill: { why, next: broughtBack(plan, state.mode) } };
}

/** Text of the way: why only the backup can be written. */
interface Found {
  readonly files: JobFiles;
  readonly backup: Backup | undefined;
  readonly way: Result<string | undefined, string>;
}

async function find(
  plan: Plan,
  records: readonly JobRecord[],
  mode: JobState['mode'],
  { staging, backups }: Shelves,
): Promise<Found> {
  if (plan.kind !== 'programming') return { files: NO_FILES, backup: undefined, way: ok(undefined) };
  const image = await stagedImage(plan.file, staging);
  const back = await wayBack(plan, records, backups);
  const files = { image: orNothing(image), original: orNothing(back)?.original };
  const backup = orNothing(back)?.backup;
  return { files, backup, way: wayOf(image, back, mode) };
}

function wayOf(
  image: Result<LoadedImage, string>,
  back: Result<WayBack | undefined, string>,
  mode: JobState['mode'],
): Found['way'] {
  if (mode === 'restore') return back.ok ? ok(undefined) : back;
  if (image.ok) return ok(undefined);
  if (!back.ok || back.value === undefined) return err(back.ok ? image.error : `${image.error} ${back.error}`);
  return ok(`${image.error} The backup is written back instead.`);
}

/** The values of a coding plan stand in the plan itself. */
const NO_FILES: JobFiles = { image: undefined, original: undefined };

/** Where a copy may still be. */
function broughtBack(plan: Plan, mode: JobState['mode']): string {
  const file = plan.kind === 'programming' && mode === 'write' ? plan.file : undefined;
  const asked =
    file === undefined ? '' : `let the expert send ${file.name} (SHA-256 ${file.sha256.slice(0, 12)}…) again, or `;
  return `Keep power and cable connected, ${asked}bring the backup back: connect the backup folder, or the broker; then press continue.`;
}

const orNothing = <T>(result: Result<T, string>): T | undefined => (result.ok ? result.value : undefined);

async function stagedImage(file: ProgrammingPlan['file'], staging: Staging): Promise<Result<LoadedImage, string>> {
  const bytes = await staging.read(file.sha256);
  return bytes.ok ? load(file, bytes.value) : err(bytes.error.sentence);
}

/** The backup, and the original file that lies beside one of grade B. */
interface WayBack {
  readonly backup: Backup;
  readonly original: LoadedImage | undefined;
}

async function wayBack(
  plan: ProgrammingPlan,
  records: readonly JobRecord[],
  backups: BackupStore,
): Promise<Result<WayBack | undefined, string>> {
  const stored = records.find((record) => record.type === 'BACKUP');
  if (stored?.type !== 'BACKUP') return ok(undefined);
  const backup = await backups.load(stored.digest, stored.places);
  if (!backup.ok) return backup;
  const file = await backups.original(backup.value);
  if (!file.ok) return file;
  if (file.value === undefined || plan.original === undefined) return ok({ backup: backup.value, original: undefined });
  const original = load(plan.original, file.value);
  return original.ok ? ok({ backup: backup.value, original: original.value }) : original;
}

const load = (file: ProgrammingPlan['file'], bytes: Uint8Array): Result<LoadedImage, string> =>
  loadImage({ sha256: file.sha256, bytes, reading: readingOf(file) });
