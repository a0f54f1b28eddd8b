import { type Disk, errorText } from '@baylink/kernel';
import {
  type JobRecord,
  type JobState,
  jobRecord,
  type Plan,
  reopenDamaged,
  reopenHeld,
  resumeFrom,
} from '@baylink/safety';
import { listJournals, readJournal, type Salvaged } from '../journal/reader.js';
import type { RulesOfJob } from './job-rules.js';
import { type Shelves, type Standstill, type WayOn, wayOn } from './way-on.js';

export interface RecoverOptions extends Shelves {
  readonly disk: Disk;
  readonly journals: string;
  /** By which rules a job goes on. */
  readonly rulesOf: (plan: Plan) => Promise<RulesOfJob>;
  readonly bootId: string;
  readonly usedCounter: number;
}

/** A job that an earlier start left without a terminal record, ready to go on. */
export interface Unfinished extends WayOn {
  readonly plan: Plan;
  readonly digest: string;
  readonly nextSeq: number;
  readonly rules: RulesOfJob;
}

export interface Recovered {
  /** Every job that has a journal here: none of them is executed a second time. */
  readonly used: ReadonlySet<string>;
  readonly unfinished: Unfinished | undefined;
  /** What is wrong with the journals, a sentence each. While there is one no new job is begun. */
  readonly problems: readonly string[];
}

/** One journal, as far as it can be read. */
interface Left {
  readonly job: string;
  readonly path: string;
  readonly records: readonly JobRecord[];
  readonly nextSeq: number;
  readonly state: JobState;
  readonly rules: RulesOfJob;
  readonly damaged: Standstill | undefined;
}

/**
 * Reads every journal of this shop. What is damaged or cannot be read is told, and begins nothing new; a job that is open is
 * taken up whatever else is wrong, one whose journal has lost records only as far as to stand still.
 */
export async function recoverJobs(options: RecoverOptions): Promise<Recovered> {
  const used = new Set<string>();
  const problems: string[] = [];
  const open: Left[] = [];
  const names = await listJournals(options.disk, options.journals).catch((failure: unknown) => {
    problems.push(unlisted(options.journals, failure));
    return [];
  });
  for (const name of names) {
    used.add(name.replace(/\.journal$/, ''));
    const left = await look(name, options, problems);
    if (left !== undefined) open.push(left);
  }
  // One whose journal is whole is known to be open.
  const [first, ...others] = open.toSorted((a, b) => Number(a.damaged !== undefined) - Number(b.damaged !== undefined));
  for (const { job, path } of others) problems.push(second(job, path, first?.path ?? ''));
  if (first === undefined) return { used, problems, unfinished: undefined };
  const { state, records, nextSeq, rules, damaged } = first;
  const way = await wayOn(records, state, options);
  const { plan, planDigest: digest } = state.brief;
  const unfinished = { ...way, plan, digest, nextSeq, rules };
  return { used, problems, unfinished: damaged === undefined ? unfinished : standing(unfinished, records, damaged) };
}

/** A journal of an open job; `undefined` when it is over, or had not begun, or cannot be read. */
async function look(name: string, options: RecoverOptions, problems: string[]): Promise<Left | undefined> {
  const content = await readJournal(options.disk, options.journals, name, parseRecord);
  if (content.ok) {
    const { records } = content.value;
    const rules = await rulesFor(records, options);
    if (rules === undefined) return undefined;
    const given = { ...options, profile: rules.profile };
    const going = resumeFrom(records, given);
    const resumed = going.ok ? going : reopenHeld(records, given);
    return resumed.ok ? { ...content.value, rules, state: resumed.value, damaged: undefined } : undefined;
  }
  const { path, message, salvaged } = content.error;
  problems.push(message);
  if (salvaged === undefined || isOver(salvaged)) return undefined;
  const rules = await rulesFor(salvaged.records, options);
  if (rules === undefined) return undefined;
  const state = reopenDamaged(salvaged.records, { ...options, profile: rules.profile });
  if (!state.ok) return undefined;
  const job = name.replace(/\.journal$/, '');
  return { job, path, ...salvaged, rules, state: state.value, damaged: { why: lost(path), next: LOOKED_AT } };
}

/** `undefined` for a journal that names no plan: nothing had begun. */
async function rulesFor(records: readonly JobRecord[], options: RecoverOptions): Promise<RulesOfJob | undefined> {
  const begun = records.find((record) => record.type === 'PLAN');
  return begun && options.rulesOf(begun.plan);
}

const OVER: ReadonlySet<JobRecord['type']> = new Set(['DONE', 'ABORT', 'RESTORED']);
const isOver = ({ records, ends }: Salvaged<JobRecord>): boolean => ends && OVER.has(records.at(-1)?.type ?? 'PLAN');

/** Nobody knows how far it came: a technician may let it begin anew, where the agreement is among what is left. */
function standing(unfinished: Unfinished, records: readonly JobRecord[], standstill: Standstill): Unfinished {
  const agreed = records.some(({ type }) => type === 'ACK');
  const ready: Unfinished['ready'] = async () =>
    agreed ? unfinished.ready() : { ok: false, error: `${standstill.why} The agreement to it is lost as well.` };
  return { ...unfinished, ready, standstill: unfinished.standstill ?? standstill };
}

function parseRecord(value: unknown): JobRecord | undefined {
  const parsed = jobRecord.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

const lost = (path: string): string =>
  `The journal ${path} has lost records, so nobody can say how far the unit was written.`;

const LOOKED_AT =
  'Keep power and cable connected and call the expert; keep a copy of the journal, then press continue: the unit is written anew from its beginning.';

const second = (job: string, path: string, first: string): string =>
  `The journals of two jobs are open: ${first} goes on, and ${job} waits in ${path}. Bring the first unit to an end, connect the other vehicle, then start the shop client again.`;

const unlisted = (folder: string, failure: unknown): string =>
  `The journals in ${folder} cannot be looked through (${errorText(failure)}), and a unit may be half written. No write job starts while it is so; keep power and cable connected, put the disk or its rights in order, then start the shop client again.`;
