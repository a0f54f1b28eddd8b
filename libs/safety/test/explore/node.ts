import { millis } from '@baylink/kernel';
import type { Outcome } from '@baylink/protocols/uds';
import {
  type Backup,
  type JobEvent,
  type JobOut,
  type JobRecord,
  type JobState,
  openJob,
  resumeFrom,
  writeJob,
} from '../../src/index.js';
import { BEGIN } from '../../src/journal-model/index.js';
import { answered, type Downloads, requested } from '../../src/keeper/downloads.js';
import { ENGINE } from '../samples.js';
import type { Coding } from './answers.js';
import { type FactsClass, factsOf } from './facts.js';
import { type Kind, smallBrief } from './small-jobs.js';

/** What the machine has asked of its owner last and not been told. */
export type Asked = Extract<
  JobOut,
  { kind: 'send' | 'need-block' | 'recall' | 'store-backup' | 'rehearse' | 'drill-restore' }
>;

/** What an onlooker remembers of a job beside its state: nothing in here comes from the machine's own memory. */
export interface Onlooker {
  /** A write-class request has left. */
  readonly wrote: boolean;
  /** The unit holds no checked software: from the first erase to its own check of the whole. */
  readonly half: boolean;
  /** Blocks acknowledged since the last 34. */
  readonly acknowledged: number;
  /** Counters in ACK records. */
  readonly counters: readonly number[];
}

/** A job in its world: the disk, the unit's coding, and the time. Immutable. */
export interface Node {
  readonly job: JobState;
  readonly now: number;
  readonly durable: readonly JobRecord[];
  /** Written, and not forced to the disk yet. */
  readonly pending: readonly JobRecord[];
  readonly asked: Asked | undefined;
  readonly backup: Backup | undefined;
  readonly coding: Coding;
  /** What the keeper has seen; it outlives the job. */
  readonly downloads: Downloads;
  readonly counter: number;
  readonly lives: number;
  readonly onlooker: Onlooker;
  /** Where the automaton stands after the durable records, and after each pending one. */
  readonly marks: readonly string[];
}

export const firstNode = (kind: Kind): Node => ({
  job: openJob(smallBrief(kind)),
  now: 100_000,
  durable: [],
  pending: [],
  asked: undefined,
  backup: undefined,
  coding: { 1552: '0320', 1553: '07' },
  downloads: [],
  counter: 6,
  lives: 1,
  onlooker: { wrote: false, half: false, acknowledged: 0, counters: [] },
  marks: [BEGIN],
});

/** One input of one job: what came, how the world stood, what the machine did. */
export interface Step {
  readonly node: Node;
  readonly out: readonly JobOut[];
  /** Records that this step has forced to the disk, or that a crash has left there. */
  readonly kept: readonly JobRecord[];
}

/** Feeds one event; `journalled` first forces what was pending to the disk. */
export function feed(node: Node, event: JobEvent, facts: FactsClass, now: number): Step {
  const { state, out } = writeJob.step(node.job, { ...event, facts: factsOf(facts, now) }, millis(now));
  const kept = event.kind === 'journalled' ? node.pending : [];
  const waiting = event.kind === 'journalled' ? [] : node.pending;
  const written = out.flatMap((each) => (each.kind === 'journal' ? [each.record] : []));
  const asked = out.findLast((each): each is Asked => ASKING.has(each.kind));
  const stored = out.find((each) => each.kind === 'store-backup');
  return {
    kept,
    out,
    node: {
      ...node,
      now,
      job: state,
      durable: [...node.durable, ...kept],
      pending: [...waiting, ...written],
      asked: asked ?? node.asked,
      downloads: downloadsAfter(node.downloads, event, out, now),
      backup: stored?.kind === 'store-backup' ? stored.backup : node.backup,
    },
  };
}

const ASKING: ReadonlySet<JobOut['kind']> = new Set([
  'send',
  'need-block',
  'recall',
  'store-backup',
  'rehearse',
  'drill-restore',
]);

function downloadsAfter(before: Downloads, event: JobEvent, out: readonly JobOut[], now: number): Downloads {
  if (event.kind === 'link-lost') return [];
  const bytes = event.kind === 'answer' ? messageOf(event.outcome) : undefined;
  const heard = bytes === undefined ? before : answered(before, ENGINE, bytes, millis(now));
  return out.reduce(
    (known, each) =>
      each.kind === 'send' && each.unit === ENGINE ? requested(known, ENGINE, each.verdict.bytes, millis(now)) : known,
    heard,
  );
}

function messageOf(outcome: Outcome): Uint8Array | undefined {
  if (outcome.kind === 'negative') return Uint8Array.of(0x7f, outcome.sid, outcome.nrc);
  return outcome.kind === 'positive' ? outcome.bytes : undefined;
}

/** The process is gone; of what was pending the first `survive` records have reached the disk. */
export function crash(node: Node, survive: number): Step | undefined {
  const kept = node.pending.slice(0, survive);
  const durable = [...node.durable, ...kept];
  const lives = node.lives + 1;
  const { profile } = node.job.brief;
  const resumed = resumeFrom(durable, { profile, bootId: `boot-${lives}`, usedCounter: node.counter });
  if (!resumed.ok) return undefined;
  const next = { ...node, job: resumed.value, durable, pending: [], asked: undefined, now: node.now + 9_000, lives };
  return { kept, out: [], node: next };
}
