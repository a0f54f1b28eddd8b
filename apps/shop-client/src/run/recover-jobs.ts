import { type Disk, err, ok, type Result } from '@baylink/kernel';
import {
  type Backup,
  type JobRecord,
  type JobState,
  jobRecord,
  type Plan,
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
  readonly image: LoadedImage | undefined;
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
  const backup = await storedBackup(records, backups);
  const held = { plan, digest, image: orNothing(image), blocks: new Blocks(orNothing(image), orNothing(backup)) };
  if (state.region === 'before') return ok({ ...held, state });
  if (state.mode === 'restore' && !backup.ok) return backup;
  if (state.mode === 'restore' || image.ok) return ok({ ...held, state });
  if (!backup.ok || backup.value === undefined) return err(backup.ok ? image.error : `${image.error} ${backup.error}`);
  return ok({ ...held, state: restoreOnly(state, `${image.error} The backup is written back instead.`) });
}

const orNothing = <T>(result: Result<T, string>): T | undefined => (result.ok ? result.value : undefined);

async function stagedImage(plan: Plan, staging: Staging): Promise<Result<LoadedImage | undefined, string>> {
  if (plan.kind !== 'programming') return ok(undefined);
  const bytes = await staging.read(plan.file.sha256);
  if (!bytes.ok) return err(bytes.error.sentence);
  return loadImage({ sha256: plan.file.sha256, bytes: bytes.value, reading: readingOf(plan.file) });
}

async function storedBackup(
  records: readonly JobRecord[],
  backups: BackupStore,
): Promise<Result<Backup | undefined, string>> {
  const stored = records.find((record) => record.type === 'BACKUP');
  return stored?.type === 'BACKUP' ? backups.load(stored.digest) : ok(undefined);
}
