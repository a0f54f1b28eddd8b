import { err, millis, ok, type Result } from '@baylink/kernel';
import { known, unknown } from '../facts/fact.js';
import type { VehicleProfile } from '../profile/profile.js';
import { CRITICALLY_LOW } from './endings.js';
import { undoOfEntry, undoOfReading } from './entering.js';
import { openJob } from './machine.js';
import type { JobRecord, RecordType } from './records.js';
import { reenterAfterRestart } from './reentry.js';
import type { JobState } from './state.js';
import { wordsOf } from './words/words.table.js';

/** What a journal does not hold, because it belongs to the running system. */
export interface ResumeWith {
  readonly profile: VehicleProfile;
  readonly bootId: string;
  readonly usedCounter: number;
}

const JOURNAL = 'journal';
/** Older than everything: what is known from a journal was so before this system began to count. */
const BEFORE = millis(Number.NEGATIVE_INFINITY);
const OVER: readonly RecordType[] = ['DONE', 'ABORT', 'RESTORED', 'HOLD'];

type Of<T extends RecordType> = Extract<JobRecord, { type: T }>;

/**
 * The job that a journal describes; it waits for `recovered`. The same records give the same job, whenever and however
 * often they are read. (I18) A job that is over, and a journal without a plan, have nothing to resume.
 */
export function resumeFrom(records: readonly JobRecord[], given: ResumeWith): Result<JobState, string> {
  const over = lastOver(records);
  if (over !== undefined) return err(`The job has ended with ${over.type}: there is nothing to resume.`);
  const job = rebuild(records, given);
  if (job === undefined) return err('The journal holds no plan: nothing had begun.');
  if (pointOfNoReturnPassed(records)) return ok(forward(job, records));
  const has = (type: RecordType): boolean => records.some((record) => record.type === type);
  return ok(abortAfterRestart(job, has('ACK'), has('STAGED')));
}

/** A job that ended in HOLD with a unit half written, as it stood: it waits for `technician-continues`. */
export function reopenHeld(records: readonly JobRecord[], given: ResumeWith): Result<JobState, string> {
  const over = lastOver(records);
  const job = rebuild(records, given);
  if (job === undefined || over?.type !== 'HOLD' || !pointOfNoReturnPassed(records))
    return err('The job does not stand in HOLD with a unit half written: there is nothing to continue.');
  const { why, next } = over;
  const session = next === CRITICALLY_LOW.next ? 'default' : 'kept';
  const going = again(job, records);
  return ok({
    ...going,
    awaits: { for: 'ever' },
    phase: { task: 'held', why, next, unit: going.phase.task === 'resetting' ? 'finished' : 'half written' },
    session,
    sentence: `${why} ${next}`,
  });
}

/**
 * A job of whose journal records are lost: as far as anybody knows its unit is half written, and nothing in it has passed a
 * check. It has to be held, and waits for `recovered`.
 */
export function reopenDamaged(records: readonly JobRecord[], given: ResumeWith): Result<JobState, string> {
  const job = rebuild(records, given);
  if (job === undefined) return err('The journal holds no plan: which unit it is about cannot be told.');
  return ok(waiting({ ...again(job, records), verified: [] }));
}

/**
 * The same job without the new image: it enters the unit again, writes RESTORE_INTENT down and restores. What has passed
 * the unit's check needs no bytes any more and is left as it is.
 */
export function restoreOnly(job: JobState, why: string): JobState {
  switch (job.phase.task) {
    case 're-entering':
      return { ...job, phase: { ...job.phase, why, instead: why }, sentence: why };
    case 'rejoining':
      return restoreOnly(waiting(reenterAfterRestart(job, why)), why);
    case 'held':
      return { ...job, phase: { ...job.phase, instead: why } };
    default:
      return job;
  }
}

function rebuild(records: readonly JobRecord[], given: ResumeWith): JobState | undefined {
  const plan = firstOf(records, 'PLAN');
  if (plan === undefined) return undefined;
  const staged = firstOf(records, 'STAGED');
  const opened = openJob({
    plan: plan.plan,
    planDigest: plan.hash,
    phrase: plan.phrase,
    signatures: plan.signatures,
    epoch: plan.epoch,
    profile: given.profile,
    bootId: given.bootId,
    usedCounter: given.usedCounter,
    image: staged?.image ?? null,
    original: staged?.original ?? null,
  });
  const ack = records.findLast((record): record is Of<'ACK'> => record.type === 'ACK');
  const job = remembered(opened, firstOf(records, 'BACKUP'), ack);
  return { ...job, journal: { next: records.length + 1, health: 'sound', tells: 'unfinished' } };
}

const firstOf = <T extends RecordType>(records: readonly JobRecord[], type: T): Of<T> | undefined =>
  records.find((record): record is Of<T> => record.type === type);

type End = Of<'DONE' | 'ABORT' | 'RESTORED' | 'HOLD'>;
const isEnd = (record: JobRecord): record is End => OVER.includes(record.type);

/** HOLD is no end any more once a technician has let the job go on: the unit is entered, or reset, again. */
const GOES_ON: ReadonlySet<RecordType> = new Set(['REENTRY', 'RESET_INTENT']);

function lastOver(records: readonly JobRecord[]): End | undefined {
  const last = records.findLast((record) => isEnd(record) || GOES_ON.has(record.type));
  return last !== undefined && isEnd(last) ? last : undefined;
}

const pointOfNoReturnPassed = (records: readonly JobRecord[]): boolean =>
  records.some(({ type }) => type === 'ERASE_INTENT' || type === 'WRITE_INTENT');

function remembered(job: JobState, backup: Of<'BACKUP'> | undefined, ack: Of<'ACK'> | undefined): JobState {
  const image = job.brief.image;
  const { unit } = job.brief.plan.target;
  return {
    ...job,
    saved:
      backup === undefined
        ? job.saved
        : {
            identity: backup.identity,
            snapshot: backup.snapshot,
            segments: backup.segments,
            dtcs: [],
            refusal:
              backup.proof.kind === 'refused' ? { ...backup.proof, sentence: backup.refusal ?? 'it refused' } : null,
          },
    evidence: {
      ...job.evidence,
      image: image === null ? job.evidence.image : known(image, BEFORE, JOURNAL),
      identity: backup === undefined ? job.evidence.identity : known(backup.identity, BEFORE, JOURNAL),
      backup:
        backup === undefined
          ? job.evidence.backup
          : known(
              {
                grade: backup.grade,
                serial: backup.serial,
                unit,
                digest: backup.digest,
                places: backup.places,
                proof: backup.proof,
                original: backup.original,
              },
              BEFORE,
              JOURNAL,
            ),
      acknowledgement:
        ack === undefined ? unknown('none was given before the restart') : known(ack.acknowledgement, BEFORE, JOURNAL),
    },
  };
}

/** Nothing was erased or written: what ENTRY may have changed is undone, and the job ends clean. */
function abortAfterRestart(job: JobState, mayHaveEntered: boolean, mayHaveRead: boolean): JobState {
  const why = 'The shop client was restarted before anything was erased or written.';
  return {
    ...job,
    phase: { task: 'undoing', why },
    sentence: why,
    undo: mayHaveEntered ? undoOfEntry(job) : mayHaveRead ? undoOfReading(job) : [],
  };
}

/** The unit is gone on with where the last process stood in a transfer and somebody has seen it; else it is entered again. */
function forward(before: JobState, records: readonly JobRecord[]): JobState {
  const job = again(before, records);
  // A block without a number could be taken twice. (ISO 14230-3)
  const numbered = wordsOf(job).blockTries > 1;
  const transfer = numbered ? openTransfer(sinceRestore(records)) : undefined;
  if (job.phase.task !== 're-entering' || transfer === undefined) return job;
  return {
    ...job,
    tries: { ...job.tries, reentries: reentriesIn(sinceRestore(records)) },
    phase: {
      task: 'rejoining',
      ...transfer,
      offset: 0,
      blocks: 0,
      blockLength: 0,
      pages: [],
      badPages: 0,
      since: undefined,
      seen: undefined,
      chain: undefined,
    },
    sentence: 'Restarted in the middle of the write: looking how far the unit has come.',
  };
}

/** The unit is entered again, or, when its check had passed before, reset and looked at. */
function again(before: JobState, records: readonly JobRecord[]): JobState {
  const here = sinceRestore(records);
  const job: JobState = { ...before, region: 'after', mode: here === records ? 'write' : 'restore' };
  const reset = here.findLastIndex(({ type }) => type === 'RESET_INTENT');
  const begun = here.findLastIndex(
    ({ type }) => type === 'REENTRY' || type === 'ERASE_INTENT' || type === 'WRITE_INTENT',
  );
  const failedChecks = here.filter((record) => record.type === 'VERIFY' && record.result === 'failed').length;
  const tries = { ...job.tries, failedChecks, reentries: reentriesIn(here) };
  if (reset > begun)
    return {
      ...job,
      journal: { ...job.journal, tells: 'finished' },
      tries,
      phase: { task: 'resetting', at: 0 },
      sentence: 'Restarted after the check: the unit is reset and looked at.',
    };
  const entered = { ...job, tries, verified: verifiedIn(here) };
  return waiting({
    ...reenterAfterRestart(entered, RESTARTED),
    sentence: RESTARTED,
  });
}

const RESTARTED = 'The shop client was restarted in the middle of the write.';

/** For `recovered`. */
const waiting = (job: JobState): JobState => ({ ...job, awaits: { for: 'ever' } });

/** From the restore on, when there was one. */
function sinceRestore(records: readonly JobRecord[]): readonly JobRecord[] {
  const at = records.findLastIndex(({ type }) => type === 'RESTORE_INTENT');
  return at < 0 ? records : records.slice(at + 1);
}

const reentriesIn = (records: readonly JobRecord[]): number =>
  records.findLast((record): record is Of<'REENTRY'> => record.type === 'REENTRY')?.n ?? 0;

/** What a transfer writes down. */
const OF_A_TRANSFER: ReadonlySet<RecordType> = new Set(['BLK', 'PAUSE', 'RESUME']);

/** The segment whose blocks were on their way when the records end, and how many of them are known to have arrived. */
function openTransfer(
  records: readonly JobRecord[],
): { readonly segment: number; readonly journalled: number } | undefined {
  const at = records.findLastIndex(({ type }) => type === 'ERASE_DONE');
  const erased = records[at];
  const since = records.slice(at + 1);
  if (erased?.type !== 'ERASE_DONE' || !since.every(({ type }) => OF_A_TRANSFER.has(type))) return undefined;
  const block = since.findLast((record): record is Of<'BLK'> => record.type === 'BLK');
  return { segment: erased.segment, journalled: block?.k ?? 0 };
}

/** Segments whose check had passed after their last erase; the unit is asked again before they are skipped. */
function verifiedIn(records: readonly JobRecord[]): readonly number[] {
  const passed = new Set<number>();
  for (const record of records) {
    if (record.type === 'ERASE_INTENT') passed.delete(record.segment);
    if (record.type === 'VERIFY' && record.result === 'passed') passed.add(record.segment);
    if (record.type === 'VERIFY' && record.result === 'failed') passed.clear();
  }
  return [...passed];
}
