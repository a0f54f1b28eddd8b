import { runStateOf } from '../../src/index.js';
import { type Arrow, BEGIN, letterOf } from '../../src/journal-model/index.js';
import type { Phase } from '../../src/write-job/phase.js';
import type { Edge } from './explore.js';
import type { Move } from './moves.js';
import type { Node, Step } from './node.js';

/** Counts of segments, blocks, values and tries are left out: a job of any size is the same job. */
const partOf = (phase: Phase): string => {
  if ('step' in phase) return phase.step;
  if ('reader' in phase) return phase.reader.step;
  if (!('at' in phase)) return '';
  return WHOLE.has(phase.task) ? String(phase.at) : phase.at === 0 ? '0' : '+';
};
const WHOLE: ReadonlySet<Phase['task']> = new Set([
  'drafting',
  'staging',
  'erasing',
  'checking',
  'checking-whole',
  'resetting',
]);

/** What nobody has rehearsed is looked at, and nobody is asked about it: such a place has no way to GATES. */
const LOOKING: ReadonlySet<Phase['task']> = new Set(['preflight', 'agreeing']);

export const placeOf = ({ job, durable, pending }: Node): string => {
  if (durable.length + pending.length === 0 && job.journal.health === 'sound') return BEGIN;
  const { phase, mode, region, journal, awaits, evidence } = job;
  const flags = [
    mode,
    region,
    LOOKING.has(phase.task) && !evidence.rehearsal.known ? 'not rehearsed' : '',
    journal.health === 'poisoned' ? 'no journal' : '',
    awaits.for === 'journal' ? 'waits' : '',
  ];
  return [runStateOf(job), phase.task, partOf(phase), ...flags].filter((part) => part !== '').join(' ');
};

const lettersOf = ({ out }: Step): readonly string[] =>
  out.flatMap((each) => (each.kind === 'journal' ? [letterOf(each.record)] : []));

/** The places after each record of a step: between two records of one turn there is one of its own. */
function placesOf(before: Node, step: Step): readonly string[] {
  const letters = lettersOf(step);
  const [from, to] = [placeOf(before), placeOf(step.node)];
  return letters.map((_, i) =>
    i === letters.length - 1 ? to : `${from} > ${letters.slice(0, i + 1).join(' > ')} > ${to}`,
  );
}

const died = ({ name }: Move): boolean => name.startsWith('death');

/** Where the automaton stands after each record that a death could leave. */
export function marksAfter(before: Node, move: Move, step: Step): readonly string[] {
  if (died(move)) return [before.marks[step.kept.length] ?? BEGIN];
  const waiting = step.node.pending.length - lettersOf(step).length;
  const kept = step.kept.length > 0 ? before.marks.slice(-1) : before.marks.slice(0, waiting + 1);
  return [...kept, ...placesOf(before, step)];
}

/** The arrows of one step. */
export function arrowsOf(before: Node, { move, step }: Edge): readonly Arrow[] {
  const to = placeOf(step.node);
  if (died(move)) return [{ from: before.marks[step.kept.length] ?? BEGIN, letter: null, to }];
  const letters = lettersOf(step);
  const places = placesOf(before, step);
  const from = placeOf(before);
  if (letters.length === 0) return from === to ? [] : [{ from, letter: null, to }];
  return letters.map((letter, i) => ({ from: i === 0 ? from : (places[i - 1] ?? from), letter, to: places[i] ?? to }));
}
