import { after, type Millis, millis } from '@baylink/kernel';
import type { Facts, Surroundings } from '../facts/facts.js';
import type { Demand, Moment } from '../gates/gate.js';
import type { JobOut } from './io.js';
import type { Phase } from './phase.js';
import type { JobRecord, RecordType } from './records.js';
import type { JobState } from './state.js';

/** What a turn may look at besides the job: the facts that came with the input, and the time. */
export interface Context {
  readonly facts: Surroundings;
  readonly now: Millis;
}

export interface Turn {
  readonly job: JobState;
  readonly out: readonly JobOut[];
}

export const still = (job: JobState): Turn => ({ job, out: [] });

export const told = (job: JobState, ...out: readonly JobOut[]): Turn => ({ job, out });

export function andThen(turn: Turn, next: (job: JobState) => Turn): Turn {
  const following = next(turn.job);
  if (turn.out.length === 0) return following;
  return { job: following.job, out: [...turn.out, ...following.out] };
}

/** Enters a phase; requests count their attempts anew. */
export const go = (job: JobState, phase: Phase, sentence = job.sentence): JobState => ({
  ...job,
  phase,
  sentence,
  attempt: 0,
  awaits: { for: 'nothing' },
});

/** A disk that has not answered by then has failed. */
const JOURNAL_LIMIT = millis(30_000);

/** Nobody is told of these before they are durable, whatever the disk has done before. */
const ENDS: ReadonlySet<RecordType> = new Set(['DONE', 'RESTORED']);

/**
 * Writes a record. With `fsync` the machine stands still until it is durable. A journal that is poisoned is not waited for,
 * because the machine then only comes here after the point of no return, where it goes on; only a good end is.
 */
export function journal(job: JobState, record: JobRecord, sync: 'fsync' | 'group', { now }: Context): Turn {
  const { next: seq, health, tells } = job.journal;
  const waits = sync === 'fsync' && (health === 'sound' || ENDS.has(record.type));
  const written: JobState = {
    ...job,
    journal: { ...job.journal, next: seq + 1, tells: record.type === 'RESET_INTENT' ? 'finished' : tells },
    awaits: waits ? { for: 'journal', seq, record: record.type, until: after(now, JOURNAL_LIMIT) } : job.awaits,
  };
  return told(written, { kind: 'journal', seq, record, sync });
}

export const waitUntil = (job: JobState, until: Millis): Turn => still({ ...job, awaits: { for: 'time', until } });

export const factsOf = (job: JobState, { facts }: Context): Facts => ({ ...facts, ...job.evidence });

/** Until a job is armed its evidence ages; the reading right before the first erase is measured by itself. */
export function demandOf(job: JobState, moment: Moment, now: Millis): Demand {
  const { plan, planDigest, profile, bootId } = job.brief;
  const armed = job.armedAt ?? now;
  const measuredAt = { identity: moment === 'entry' ? armed : now, vehicle: armed };
  return { moment, plan, planDigest, profile, bootId, measuredAt };
}

export const unitOf = (job: JobState) =>
  job.brief.profile.units.find((unit) => unit.address.logical === job.brief.plan.target.unit);
