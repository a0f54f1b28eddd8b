import { parseArgs } from 'node:util';
import { errorText } from '@baylink/kernel';
import { SUITES, type SuiteName } from './suites.table.js';

export interface BenchOptions {
  /** In the order of the table. */
  readonly suites: readonly SuiteName[];
  /** In place of each contest's own number. */
  readonly rounds?: number;
  /** Only contests whose id begins with this. */
  readonly only?: string;
}

const MOST_ROUNDS = 1000;
const NAMES = Object.keys(SUITES) as SuiteName[];

export const USAGE = `npm run bench                     every suite
npm run bench -- NAME …           ${NAMES.map((name) => `${name}: ${SUITES[name].title}`).join('\n                                  ')}
  --rounds N                      that many rounds of each contest, 1 to ${MOST_ROUNDS}
  --only ID                       only contests whose id begins with ID`;

/** The options, or one sentence about what is wrong with them. */
export function parseCommandLine(args: readonly string[]): BenchOptions | string {
  const parsed = read(args);
  if (typeof parsed === 'string') return parsed;
  const { positionals, values } = parsed;
  const stranger = positionals.find((name) => !Object.hasOwn(SUITES, name));
  if (stranger !== undefined) return `There is no suite "${stranger}": name ${NAMES.join(' or ')}.`;
  const { rounds, only } = values;
  const wanted = NAMES.filter((name) => positionals.length === 0 || positionals.includes(name));
  if (rounds !== undefined && !isRounds(rounds))
    return `--rounds ${rounds} is no number of rounds: give a whole number from 1 to ${MOST_ROUNDS}.`;
  const ids = wanted.flatMap((name) => SUITES[name].ids);
  if (only !== undefined && !ids.some((id) => id.startsWith(only)))
    return `No contest begins with "${only}": there are ${ids.join(', ')}.`;
  return {
    suites: wanted,
    ...(rounds === undefined ? {} : { rounds: Number(rounds) }),
    ...(only === undefined ? {} : { only }),
  };
}

const isRounds = (text: string): boolean => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_ROUNDS;

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { rounds: text, only: text } });
  } catch (failure) {
    return errorText(failure);
  }
}
