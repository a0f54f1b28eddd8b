import type { Arrow } from '../../src/journal-model/index.js';
import { TERMINAL_STATES } from '../../src/write-job/report.js';
import type { State, Transition } from './graph.js';

const isEnd = (state: State): boolean => state !== 'UNDOING' && TERMINAL_STATES.has(state);

const label = ({ causes }: Transition): string => [...causes].sort().join('; ');

const arrow = (transition: Transition): string =>
  `  ${transition.from} --> ${transition.to}${transition.best ? '' : `: ${label(transition)}`}`;

/** An undisturbed job, and everything else in a drawing of its own: together nobody could read them. */
export function drawing(transitions: readonly Transition[]): string {
  const best = transitions.filter((each) => each.best);
  const restarts = (each: Transition): boolean => [...each.causes].every((cause) => cause === 'restart of the client');
  const ends = [...new Set(transitions.map(({ to }) => to).filter(isEnd))].map((state) => `  ${state} --> [*]`);
  return [
    'An undisturbed job:',
    fence(['  [*] --> DRAFT', ...best.map(arrow), ...ends]),
    'Everything else, but for restarts:',
    fence(transitions.filter((each) => !each.best && !restarts(each)).map(arrow)),
    `After a restart a job goes on in: ${restartTable(transitions)}.`,
  ].join('\n\n');
}

const fence = (lines: readonly string[]): string => ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');

const restartTable = (transitions: readonly Transition[]): string =>
  [...new Set(transitions.filter(({ causes }) => causes.has('restart of the client')).map(({ to }) => to))]
    .sort()
    .join(', ');

/** Every transition with what leads to it and what is written down on the way. */
export const table = (transitions: readonly Transition[]): string =>
  [
    '| from | to | on | records of that turn |',
    '|---|---|---|---|',
    ...transitions.map(
      (each) => `| ${each.from} | ${each.to} | ${label(each)} | ${[...each.records].sort().join(', ') || '—'} |`,
    ),
  ].join('\n');

/** One arrow a line: `from  LETTER  to`, tab-separated; a dot where no record is written. */
export const arrowLines = (arrows: readonly Arrow[]): string =>
  `${[...new Set(arrows.map(({ from, letter, to }) => [from, letter ?? '.', to].join('\t')))].sort().join('\n')}\n`;
