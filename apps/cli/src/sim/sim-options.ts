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
  readonly failures: string;
  readonly json?: true;
}

type Several<T> = readonly [T, ...T[]];

const LARGEST_SEED = 2 ** 32 - 1;
const MOST_RUNS = 10_000_000;
const LONGEST_STRIDE = 10_000;

export const seedOf = ({ seed }: SimFlags): number => whole('--seed', seed, 0, LARGEST_SEED);
export const runsOf = ({ runs }: SimFlags): number => whole('--runs', runs, 1, MOST_RUNS);
export const strideOf = ({ stride }: SimFlags): number => whole('--stride', stride, 1, LONGEST_STRIDE);

export const faultsOf = ({ faults }: SimFlags): Several<FaultId> =>
  listed(
    '--faults',
    faults,
    FAULTS.map(({ id }) => id),
    FAULTS.map(({ id, what }) => `${id} ${what}`).join('\n  '),
  );

export const ordersOf = ({ order }: SimFlags): Several<OrderName> =>
  listed('--order', order, ORDERS, ORDERS.join('\n  '));

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
