import type { State, Transition } from './graph.js';
import type { Deterministic } from './minimal.js';

const RESTART = 'restart of the client';

/**
 * States, transitions and journals of the machine as tables for the Spin model, which includes them: what the model does has
 * to be allowed here, and what is allowed here the model has to do.
 */
export function promela(transitions: readonly Transition[], journals: Deterministic): string {
  const states = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))].sort();
  const letters = [...new Set(journals.flatMap((row) => [...row.keys()]))].sort();
  const moves = transitions.filter(({ causes }) => [...causes].some((cause) => cause !== RESTART));
  const restarts = transitions.filter(({ causes }) => causes.has(RESTART));
  return `${[
    '/* Generated from the machine itself: `npx vitest run libs/safety/test/explore.test.ts -u`. Not to be edited. */',
    ...states.map((state, i) => `#define ${state} ${i}`),
    `#define STATES ${states.length}`,
    ...letters.map((letter, i) => `#define ${nameOf(letter)} ${i}`),
    `#define LETTERS ${letters.length}`,
    `#define WORDS ${journals.length}`,
    'c_decl {',
    `static const char *state_names[] = { ${states.map((state) => `"${state}"`).join(', ')} };`,
    `static const char *letter_names[] = { ${letters.map((letter) => `"${letter}"`).join(', ')} };`,
    ...matrix('moves', states, moves),
    ...matrix('restarts', states, restarts),
    '/* From each state of the automaton by each record; 255: no job writes it there. */',
    'static const unsigned char journals[][LETTERS] = {',
    ...journals.map((row) => `  { ${letters.map((letter) => row.get(letter) ?? NOWHERE).join(', ')} },`),
    '};',
    '}',
  ].join('\n')}\n`;
}

const NOWHERE = 255;

/** A record, apart from the state of the same name. */
export const nameOf = (letter: string): string => `R_${letter.replace(' ', '_')}`;

function matrix(name: string, states: readonly State[], transitions: readonly Transition[]): readonly string[] {
  const has = (from: State, to: State): boolean => transitions.some((each) => each.from === from && each.to === to);
  return [
    `static const unsigned char ${name}[][STATES] = {`,
    ...states.map((from) => `  { ${states.map((to) => (has(from, to) ? 1 : 0)).join(', ')} }, /* ${from} */`),
    '};',
  ];
}
