import type { Phase } from '../../src/write-job/phase.js';
import { type Start, witnessed } from './explore.js';
import { movesOf } from './moves.js';
import { firstNode, type Node } from './node.js';
import type { Kind } from './small-jobs.js';

/** One move by its name; for those that the exploration's first deviations do not reach. */
function go(before: Node, name: string | undefined): Node {
  const move = movesOf(before).find((each) => (name === undefined ? !each.deviation : each.name === name));
  const taken = move?.take();
  if (move === undefined || taken === undefined)
    throw new Error(`no move ${name ?? 'that is best'} in ${before.job.phase.task}`);
  return witnessed(before, move, taken).node;
}

const BOUND = 1_000;

/** The best moves until the job does this. */
function until(begun: Node, task: Phase['task'], awaits: string): Node {
  let node = begun;
  for (let i = 0; i < BOUND && !(node.job.phase.task === task && node.job.awaits.for === awaits); i++)
    node = go(node, undefined);
  return node;
}

const busy = (node: Node, kind: Kind): Node => until(node, kind === 'coding' ? 'writing' : 'transferring', 'answer');

/** In the middle of the write: a first block, or a first value, has left. */
const midway = (begun: Node, kind: Kind): Node =>
  kind === 'coding' ? busy(go(until(begun, 'writing', 'journal'), undefined), kind) : busy(begun, kind);

/** A unit that has reset in the middle of each of `times` writes. */
function worn(begun: Node, kind: Kind, times: number): Node {
  let node = begun;
  for (let i = 0; i < times; i++) node = busy(go(go(node, 'unit reset'), 'answer timeout'), kind);
  return node;
}

const MOST = 3;

/** Where deep faults lead: re-entered so often as may be, before and while the backup is written. */
export function startsOf(kind: Kind): readonly Start[] {
  const node = firstNode(kind);
  const tired = worn(midway(node, kind), kind, MOST);
  const entering = until(
    go(go(worn(midway(node, kind), kind, MOST - 1), 'unit reset'), 'answer timeout'),
    're-entering',
    'answer',
  );
  const restoring = go(go(tired, 'unit reset'), 'answer timeout');
  return [
    { node, spent: 0 },
    { node: restoring, spent: 0 },
    { node: go(go(entering, 'unit reset'), 'answer timeout'), spent: 0 },
    { node: tired, spent: 0 },
    { node: worn(busy(restoring, kind), kind, MOST), spent: 1 },
  ];
}
