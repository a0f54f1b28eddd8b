import { type RecordType, type RunState, runStateOf } from '../../src/index.js';
import type { Edge } from './explore.js';
import type { Node } from './node.js';

/** A state as people see it; undoing what ENTRY changed is told apart from entering. */
export type State = RunState | 'UNDOING';

export interface Transition {
  readonly from: State;
  readonly to: State;
  /** It belongs to an undisturbed job. */
  best: boolean;
  /** Seen with a unit that may already be half written. */
  forward: boolean;
  readonly causes: Set<string>;
  readonly records: Set<RecordType>;
}

export const stateOf = ({ job }: Node): State => (job.phase.task === 'undoing' ? 'UNDOING' : runStateOf(job));

/** Collects the transitions between states from the edges of an exploration. */
export class Graph {
  private readonly found = new Map<string, Transition>();

  add(before: Node, { move, step }: Edge): void {
    const from = stateOf(before);
    const to = stateOf(step.node);
    if (from === to) return;
    const key = `${from} ${to}`;
    const known = this.found.get(key) ?? {
      from,
      to,
      best: false,
      forward: false,
      causes: new Set(),
      records: new Set(),
    };
    known.best ||= !move.deviation;
    known.forward ||= before.job.region === 'after';
    known.causes.add(causeOf(move.name, move.facts));
    for (const out of step.out) if (out.kind === 'journal') known.records.add(out.record.type);
    this.found.set(key, known);
  }

  get transitions(): readonly Transition[] {
    return [...this.found.values()].sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  }
}

/** Moves by their kind: which NRC or which fact it was does not change the drawing. */
function causeOf(name: string, facts: string): string {
  if (facts !== 'good') return 'a fact that is missing or wrong';
  const [, cause] = CAUSES.find(([start]) => name.startsWith(start)) ?? [name, name];
  return cause;
}
const CAUSES: readonly (readonly [start: string, cause: string])[] = [
  ['answer right', 'answer'],
  ['answer', 'wrong, negative or no answer'],
  ['death', 'restart of the client'],
  ['recalled nothing', 'nobody remembers'],
  ['recalled', 'remembered'],
  ['technician stops', 'stop'],
  ['expert stops', 'stop'],
  ['backup stored otherwise', 'backup that cannot be kept'],
  ['backup in one place', 'backup that cannot be kept'],
  ['backup failed', 'backup that cannot be kept'],
  ['block rotten', 'damaged staged file'],
  ['block failed', 'damaged staged file'],
  ['journal failed', 'journal that cannot be written'],
  ['much time', 'time'],
];
