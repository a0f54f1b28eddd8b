import { type Disk, err, ok, type Result } from '@baylink/kernel';
import {
  type Backup,
  type JobRecord,
  type JobState,
  jobRecord,
  type Plan,
  type ProgrammingPlan,
  reopenHeld,
  restoreOnly,
  resumeFrom,
  type VehicleProfile,
} from '@baylink/safety';
import type { BackupStore } from '../backup/backup-store.js';
import { listJournals, readJournal } from '../journal/reader.js';
import { type LoadedImage, loadImage, readingOf } from '../staging/image.js';
import type { Staging } from '../staging/staging.js';
import { Blocks } from './blocks.js';
import type { JobFiles } from './planned-image.js';

export interface RecoverOptions {
  readonly disk: Disk;
  readonly journals: string;
  readonly profile: VehicleProfile;
  readonly bootId: string;
  readonly usedCounter: number;
  readonly staging: Staging;
  readonly backups: BackupStore;
}

/** A job that an earlier start left without a terminal record, ready to go on. */
export interface Unfinished {
  readonly plan: Plan;
  readonly digest: string;
  readonly state: JobState;
  readonly nextSeq: number;
  readonly files: JobFiles;
  readonly blocks: Blocks;
}

export interface Recovered {
  /** Every job that has a journal here: none of them is executed a second time. */
  readonly used: ReadonlySet<string>;
  readonly unfinished: Unfinished | undefined;
}

/** Reads every journal of this shop. A damaged one is an error with one sentence: nothing is started over it. */
export async function recoverJobs(options: RecoverOptions): Promise<Result<Recovered, string>> {
  const used = new Set<string>();
  let unfinished: Unfinished | undefined;
  for (const name of await listJournals(options.disk, options.journals)) {
    const content = await readJournal(options.disk, options.journals, name, parseRecord);
    if (!content.ok) return err(content.error.message);
    const { job, path, records, nextSeq } = content.value;
    used.add(job);
    const going = resumeFrom(records, options);
    const resumed = going.ok ? going : reopenHeld(records, options);
    if (!resumed.ok) continue;
    if (unfinished)
      return err(
        `The journals of two jobs are open: ${unfinished.plan.job} and ${path}. Finish one vehicle at a time: move one journal away, and bring that unit to an end first.`,
      );
    const held = await hold(records, resumed.value, options);
    if (!held.ok) return err(`The job of ${path} cannot go on: ${held.error}`);
    unfinished = { ...held.value, nextSeq };
  }
  return ok({ used, unfinished });
}

function parseRecord(value: unknown): JobRecord | undefined {
  const parsed = jobRecord.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/**
 * What the job may have to write, read again from the disk and digested. A unit that was erased waits for one of them: with
 * a file that has changed the job restores, with a backup that has changed it can only go forward.
 */
async function hold(
  records: readonly JobRecord[],
  state: JobState,
  { staging, backups }: RecoverOptions,
): Promise<Result<Omit<Unfinished, 'nextSeq'>, string>> {
  const { plan, planDigest: digest } = state.brief;
  const image = await stagedImage(plan, staging);
  const way = await wayBack(plan, records, backups);
  const files = { image: orNothing(image), original: orNothing(way)?.original };
  const held = { plan, digest, files, blocks: new Blocks(files, orNothing(way)?.backup) };
  if (state.region === 'before') return ok({ ...held, state });
  if (state.mode === 'restore' && !way.ok) return way;
  if (state.mode === 'restore' || image.ok) return ok({ ...held, state });
  if (!way.ok || way.value === undefined) return err(way.ok ? image.error : `${image.error} ${way.error}`);
  return ok({ ...held, state: restoreOnly(state, `${image.error} The backup is written back instead.`) });
}

const orNothing = <T>(result: Result<T, string>): T | undefined => (result.ok ? result.value : undefined);

async function stagedImage(plan: Plan, staging: Staging): Promise<Result<LoadedImage | undefined, string>> {
  if (plan.kind !== 'programming') return ok(undefined);
  const bytes = await staging.read(plan.file.sha256);
  return bytes.ok ? load(plan.file, bytes.value) : err(bytes.error.sentence);
}

/** The backup, and the original file that lies beside one of grade B. */
interface WayBack {
  readonly backup: Backup;
  readonly original: LoadedImage | undefined;
}

async function wayBack(
  plan: Plan,
  records: readonly JobRecord[],
  backups: BackupStore,
): Promise<Result<WayBack | undefined, string>> {
  const stored = records.find((record) => record.type === 'BACKUP');
  if (stored?.type !== 'BACKUP') return ok(undefined);
  const backup = await backups.load(stored.digest);
  if (!backup.ok) return backup;
  const planned = plan.kind === 'programming' ? plan.original : undefined;
  const file = await backups.original(backup.value);
  if (!file.ok) return file;
  if (file.value === undefined || planned === undefined) return ok({ backup: backup.value, original: undefined });
  const original = load(planned, file.value);
  return original.ok ? ok({ backup: backup.value, original: original.value }) : original;
}

const load = (file: ProgrammingPlan['file'], bytes: Uint8Array): Result<LoadedImage, string> =>
  loadImage({ sha256: file.sha256, bytes, reading: readingOf(file) });
