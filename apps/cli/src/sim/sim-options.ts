import { FAULTS, type FaultId, ORDERS, type OrderName } from '@baylink/simulator';
import { exitCodes } from '../exit-codes.table.js';
import { Stop } from '../say.js';

/** As the command line gives it. */
export interface SimFlags {
  readonly seed: string;
  readonly runs: string;
  readonly faults?: string;
  readonly order?: string;
  readonly replay?: string;
  readonly enumerate?: true;
  readonly stride: string;
  readonly eachCell?: string;
  readonly jobs: string;
  readonly failures: string;
  readonly json?: true;
}

type Several<T> = readonly [T, ...T[]];

const LARGEST_SEED = 2 ** 32 - 1;
const MOST_RUNS = 10_000_000;
const LONGEST_STRIDE = 10_000;
const MOST_TIMES = 10_000;
const MOST_JOBS = 256;

/** What is to be done, read and checked. */
export interface SimWish {
  readonly mode: 'random' | 'every death' | 'each cell';
  readonly seed: number;
  readonly runs: number;
  readonly stride: number;
  /** How often each fault has to be felt at each step, where that was asked for. */
  readonly times: number | undefined;
  readonly jobs: number;
  readonly faults: Several<FaultId>;
  readonly orders: Several<OrderName>;
  readonly failures: string;
  readonly json: boolean;
}

export const wishOf = (flags: SimFlags): SimWish => ({
  mode: modeOf(flags),
  seed: whole('--seed', flags.seed, 0, LARGEST_SEED),
  runs: whole('--runs', flags.runs, 1, MOST_RUNS),
  stride: whole('--stride', flags.stride, 1, LONGEST_STRIDE),
  times: flags.eachCell === undefined ? undefined : whole('--each-cell', flags.eachCell, 1, MOST_TIMES),
  jobs: whole('--jobs', flags.jobs, 1, MOST_JOBS),
  faults: listed(
    '--faults',
    flags.faults,
    FAULTS.map(({ id }) => id),
    FAULTS.map(({ id, what }) => `${id} ${what}`).join('\n  '),
  ),
  orders: listed('--order', flags.order, ORDERS, ORDERS.join('\n  ')),
  failures: flags.failures,
  json: flags.json === true,
});

function modeOf({ enumerate, eachCell }: SimFlags): SimWish['mode'] {
  if (enumerate && eachCell !== undefined)
    throw new Stop(exitCodes.usage, '--enumerate and --each-cell are two ways of running: name one of them.');
  if (enumerate) return 'every death';
  return eachCell === undefined ? 'random' : 'each cell';
}

function listed<T extends string>(
  flag: string,
  text: string | undefined,
  known: readonly T[],
  shown: string,
): Several<T> {
  const names = text === undefined ? known : text.split(',').map((name) => name.trim());
  const found = names.map((name) => {
    const match = known.find((one) => one.toLowerCase() === name.toLowerCase());
    if (match === undefined) throw new Stop(exitCodes.usage, `${flag}: "${name}" is none of\n  ${shown}`);
    return match;
  });
  const [first, ...more] = found;
  if (first === undefined) throw new Stop(exitCodes.usage, `${flag} names nothing; it takes\n  ${shown}`);
  return [first, ...more];
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Stop(exitCodes.usage, `${flag} ${text}: a whole number from ${least} to ${most} is needed.`);
}
