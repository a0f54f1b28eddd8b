import { isOver } from '../../src/index.js';
import { marksAfter } from './automaton.js';
import { CLAIMS } from './claims.table.js';
import { keyOf } from './key.js';
import { type Move, movesOf } from './moves.js';
import type { Node, Step } from './node.js';
import { lookOn } from './onlooker.js';

/** A step of the exploration, for whoever draws or feeds an automaton with it. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly move: Move;
  readonly step: Step;
}

export interface Exploration {
  /** Nodes by number, one for each key. */
  readonly nodes: readonly Node[];
  readonly steps: number;
  readonly broken: readonly string[];
  /** Nodes from which no end is reached although nothing more goes wrong. */
  readonly endless: readonly string[];
}

/** A node from which so many deviations have already been spent. */
export interface Start {
  readonly node: Node;
  readonly spent: number;
}

/**
 * Everything that can happen to a job with at most `deviations` deviations from the best: breadth first, fewest deviations
 * first, each state once. `hear` gets every edge.
 */
export function explore(
  starts: readonly Start[],
  deviations: number,
  hear: (before: Node, edge: Edge) => void = () => undefined,
): Exploration {
  const nodes: Node[] = [];
  const numbers = new Map<string, number>();
  const best: number[][] = [];
  const broken = new Set<string>();
  let steps = 0;
  const levels: number[][] = Array.from({ length: deviations + 1 }, () => []);
  const numberOf = (node: Node, level: number): number => {
    const key = keyOf(node);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = nodes.push(node) - 1;
    numbers.set(key, number);
    levels[level]?.push(number);
    return number;
  };
  for (const { node, spent } of starts) numberOf(node, Math.min(spent, deviations));
  for (const [level, queue] of levels.entries())
    for (const from of queue) {
      const before = nodes[from];
      if (before === undefined) continue;
      const seen: number[] = [];
      for (const move of movesOf(before)) {
        if (move.deviation && level === deviations) continue;
        const taken = move.take();
        if (taken === undefined) continue;
        steps++;
        const step = witnessed(before, move, taken);
        for (const { claim, holds } of CLAIMS)
          if (!holds({ before, move, step })) broken.add(`${claim}: ${before.job.phase.task}, ${move.name}`);
        const to = numberOf(step.node, move.deviation ? level + 1 : level);
        if (!move.deviation) seen.push(to);
        hear(before, { from, to, move, step });
      }
      best[from] = seen;
    }
  return { nodes, steps, broken: [...broken], endless: endless(nodes, best) };
}

/** The step with what onlooker and automaton make of it. */
export const witnessed = (before: Node, move: Move, taken: Step): Step => ({
  ...taken,
  node: { ...taken.node, onlooker: lookOn(before, move, taken), marks: marksAfter(before, move, taken) },
});

/** Backwards from the ends along the best moves: whatever is not met never ends. (I21) */
function endless(nodes: readonly Node[], best: readonly (readonly number[])[]): string[] {
  const ends = nodes.map(({ job }) => isOver(job) && job.awaits.for !== 'journal');
  for (let changed = true; changed; ) {
    changed = false;
    for (const [i, next] of best.entries())
      if (!ends[i] && next?.some((to) => ends[to])) {
        ends[i] = true;
        changed = true;
      }
  }
  return nodes.filter((_, i) => !ends[i]).map(({ job }) => `${job.phase.task}, waiting for ${job.awaits.for}`);
}
