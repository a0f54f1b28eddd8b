import { type Disk, err, ok, type Result } from '@baylink/kernel';
import {
  type Backup,
  type JobRecord,
  type JobState,
  jobRecord,
  type Plan,
  reopenHeld,
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
    unfinished = { ...held.value, state: resumed.value, nextSeq };
  }
  return ok({ used, unfinished });
}

function parseRecord(value: unknown): JobRecord | undefined {
  const parsed = jobRecord.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** What the job may have to write: the staged file and the backup, both read again from the disk and digested. */
async function hold(
  records: readonly JobRecord[],
  { brief }: JobState,
  { staging, backups }: RecoverOptions,
): Promise<Result<Omit<Unfinished, 'state' | 'nextSeq'>, string>> {
  const { plan, planDigest: digest } = brief;
  let image: LoadedImage | undefined;
  if (plan.kind === 'programming') {
    const bytes = await staging.read(plan.file.sha256);
    if (!bytes.ok) return err(bytes.error.sentence);
    const loaded = loadImage({ sha256: plan.file.sha256, bytes: bytes.value, reading: readingOf(plan.file) });
    if (!loaded.ok) return loaded;
    image = loaded.value;
  }
  const stored = records.find((record) => record.type === 'BACKUP');
  let backup: Backup | undefined;
  if (stored?.type === 'BACKUP') {
    const read = await backups.load(stored.digest);
    if (!read.ok) return read;
    backup = read.value;
  }
  return ok({ plan, digest, image, blocks: new Blocks(image, backup) });
}
