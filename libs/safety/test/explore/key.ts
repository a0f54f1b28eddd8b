import { runStateOf } from '../../src/index.js';
import type { Phase } from '../../src/write-job/phase.js';
import type { Node } from './node.js';

/**
 * What two nodes must share to have the same future, up to times and bytes: two that share it are explored once. Times are
 * left out; their limits are crossed by moves of their own.
 */
export function keyOf({ job, durable, pending, coding, downloads, onlooker }: Node): string {
  const { awaits, attempt, region, mode, undo, session, journal, verified, tries, link, evidence } = job;
  return JSON.stringify([
    shapeOf(job.phase),
    awaits.for,
    attempt,
    region,
    mode,
    undo.map(({ what }) => what),
    session,
    journal.health,
    journal.tells,
    [...verified].sort(),
    [tries.disarmings, tries.reentries, tries.failedChecks, Math.min(tries.pauses, 1), tries.looks],
    link,
    [job.armedAt, job.staleSince, job.stop, job.interruption, job.inSession].map((each) => each !== undefined),
    Object.values(evidence).map((fact) => fact.known),
    evidence.backup.known ? evidence.backup.value.grade : '',
    job.saved.refusal === null,
    durable.at(-1)?.type,
    pending.map(({ type }) => type),
    coding,
    downloads.map(({ blocks, exited, open }) => [blocks, exited, open?.service, open?.times]),
    [onlooker.wrote, onlooker.half, onlooker.acknowledged],
  ]);
}

/** Times, sentences and bytes of a phase do not count; which texts the unit has told does. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'since',
  'from',
  'until',
  'why',
  'next',
  'backup',
  'proof',
  'recorded',
  'detail',
  'blockLength',
  'age',
]);

function shapeOf(phase: Phase): unknown {
  return Object.fromEntries(
    Object.entries(phase)
      .filter(([name]) => !LEFT_OUT.has(name))
      .map(([name, value]) => [name, partOf(name, value)]),
  );
}

function partOf(name: string, value: unknown): unknown {
  if (name === 'back') return shapeOf(value as Phase);
  if (name === 'chain') return value !== undefined;
  if (name === 'seed') return value !== undefined;
  if (name === 'writes') return (value as readonly unknown[]).length;
  if (name === 'pages') return (value as readonly { index: number }[]).map(({ index }) => index);
  if (name === 'findings') return (value as readonly unknown[]).length > 0;
  if (name === 'wrong') return value !== undefined;
  if (name === 'reader') {
    const { range, pass, step, offset, purpose } = value as Record<string, unknown>;
    return [range, pass, step, offset, purpose];
  }
  return value;
}

/** How a state is called in the graph: as people see it, and what the job does in it. */
export const stateName = ({ job }: Node): string => runStateOf(job);
