import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Arrow } from '../src/journal-model/index.js';
import { arrowsOf } from './explore/automaton.js';
import { type Exploration, explore } from './explore/explore.js';
import { Graph, type State, type Transition } from './explore/graph.js';
import { minimal } from './explore/minimal.js';
import { promela } from './explore/promela.js';
import { arrowLines, drawing, table } from './explore/render.js';
import { startsOf } from './explore/starts.js';

/** Deviations from the best that the exploration tries in every combination. */
const DEVIATIONS = Number(process.env.BAYLINK_DEVIATIONS ?? 2);
const LIMIT_MS = 3_600_000;
const MODEL = join(import.meta.dirname, '../../../model');
const KINDS = ['programming', 'coding'] as const;

interface Seen extends Exploration {
  readonly transitions: readonly Transition[];
  readonly arrows: readonly Arrow[];
}

const found = new Map<string, Seen>();

beforeAll(() => {
  for (const kind of KINDS) {
    const graph = new Graph();
    const arrows: Arrow[] = [];
    const explored = explore(startsOf(kind), DEVIATIONS, (before, edge) => {
      graph.add(before, edge);
      arrows.push(...arrowsOf(before, edge));
    });
    console.info(`${kind}: ${explored.nodes.length} states, ${explored.steps} steps, ${DEVIATIONS} deviations at most`);
    found.set(kind, { ...explored, arrows, transitions: graph.transitions });
  }
}, LIMIT_MS);

const of = (kind: string): Seen => {
  const seen = found.get(kind);
  if (seen === undefined) throw new Error(`${kind} was not explored`);
  return seen;
};

describe.each(KINDS)('a %s job', (kind) => {
  test('[JOB-R29] keeps every invariant in every state that can be reached', () => expect(of(kind).broken).toEqual([]));

  test('[JOB-R14] ends from every state that can be reached, once nothing more goes wrong', () =>
    expect(of(kind).endless).toEqual([]));

  test('[JOB-R33] has the graph that is committed', () => {
    expect(DEVIATIONS).toBe(2);
    const { transitions } = of(kind);
    const text = `# The write job of ${kind}, as its code has it\n\nGenerated from the machine itself: \`npx vitest run libs/safety/test/explore.test.ts -u\`. Not to be edited.\n\n${drawing(transitions)}\n\n${table(transitions)}\n`;
    return expect(text).toMatchFileSnapshot(join(MODEL, `${kind}.graph.md`));
  });

  test('[JOB-R34] writes journals that the committed automaton accepts', () =>
    expect(arrowLines(of(kind).arrows)).toMatchFileSnapshot(join(MODEL, `${kind}.journal.tsv`)));

  test('[JOB-R28] never goes from the first erase on into a state that disturbs the unit', () => {
    const before: readonly State[] = [
      'DRAFT',
      'STAGING',
      'STAGED',
      'BACKED_UP',
      'PREFLIGHT_OK',
      'ARMED',
      'ENTRY',
      'UNDOING',
      'ABORTED_CLEAN',
    ];
    const back = of(kind).transitions.filter(({ forward, to }) => forward && before.includes(to));
    expect(back.map(({ from, to, causes }) => `${from} ${to}: ${[...causes].join()}`)).toEqual([]);
  });
});

test('[JOB-R33][JOB-R34] the tables that the Spin model includes are those of the machine', () => {
  const { transitions, arrows } = of('programming');
  return expect(promela(transitions, minimal(arrows))).toMatchFileSnapshot(join(MODEL, 'machine.pml'));
});

const SPECIFIED: readonly (readonly [State, State])[] = [
  ['DRAFT', 'STAGING'],
  ['STAGING', 'STAGED'],
  ['STAGED', 'BACKED_UP'],
  ['BACKED_UP', 'PREFLIGHT_OK'],
  ['PREFLIGHT_OK', 'ARMED'],
  ['ARMED', 'PREFLIGHT_OK'],
  ['ARMED', 'ENTRY'],
  ['ENTRY', 'ERASING'],
  ['ERASING', 'TRANSFER'],
  ['TRANSFER', 'EXITED'],
  ['TRANSFER', 'PAUSED'],
  ['PAUSED', 'TRANSFER'],
  ['PAUSED', 'HOLD'],
  ['EXITED', 'ERASING'],
  ['EXITED', 'VERIFIED'],
  ['EXITED', 'REENTRY'],
  ['VERIFIED', 'CONFIRMED'],
  ['CONFIRMED', 'DONE'],
  ['ENTRY', 'UNDOING'],
  ['UNDOING', 'ABORTED_CLEAN'],
  ['ERASING', 'REENTRY'],
  ['TRANSFER', 'REENTRY'],
  ['REENTRY', 'ERASING'],
  ['REENTRY', 'RESTORING'],
  ['EXITED', 'RESTORING'],
  ['RESTORING', 'RESTORED'],
  ['RESTORING', 'HOLD'],
];

test.each(SPECIFIED)('[JOB-R33] programming goes from %s to %s', (from, to) => {
  expect(of('programming').transitions.some((each) => each.from === from && each.to === to)).toBe(true);
});
