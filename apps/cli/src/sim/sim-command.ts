import type { Executed, OrderName } from '@baylink/simulator';
import { Command } from 'commander';
import type { SimFlags } from './sim-options.js';

/** `baylink sim`: the shop's write path, with everything that goes wrong around it. Exit codes: 0 nothing broke, 1 something did, 2 usage. */
export const simCommand = (): Command =>
  new Command('sim')
    .description(
      'the write path of the shop in simulated time, with faults and an oracle: 0 nothing broke, 1 something did',
    )
    .option('--seed <n>', 'seed of the first run; each run has the next one', '1')
    .option('--runs <n>', 'how many runs with three faults or more', '100')
    .option('--faults <list>', 'only these, such as F1,F24')
    .option('--order <list>', 'only these jobs: coding, flash')
    .option('--enumerate', 'instead: the shop dies at every operation of a clean job, and again on its way back')
    .option('--stride <n>', 'with --enumerate: at every n-th operation', '1')
    .option('--replay <file>', 'instead: a run that was kept, with its whole trace')
    .option('--failures <folder>', 'where runs that broke something are kept', 'sim-failures')
    .option('--json', 'one JSON document a line')
    .action(async (flags: SimFlags) => {
      const { faultsOf, ordersOf, runsOf, seedOf, strideOf } = await import('./sim-options.js');
      const [seed, runs, stride] = [seedOf(flags), runsOf(flags), strideOf(flags)];
      const [faults, orders] = [faultsOf(flags), ordersOf(flags)];
      const { failures } = flags;
      const json = flags.json === true;
      if (flags.replay !== undefined) {
        const { replay } = await import('./replay.js');
        return replay(flags.replay, json);
      }
      const { runMany } = await import('./many-runs.js');
      if (flags.enumerate) return runMany({ runs: everyDeath(orders, stride), total: undefined, failures, json });
      return runMany({ runs: drawn(seed, runs, faults, orders), total: runs, failures, json });
    });

async function* everyDeath(orders: readonly OrderName[], stride: number): AsyncGenerator<Executed> {
  const { doubleDeaths, singleDeaths } = await import('@baylink/simulator');
  for (const order of orders) {
    yield* singleDeaths(order, stride);
    yield* doubleDeaths(order, stride);
  }
}

async function* drawn(
  seed: number,
  runs: number,
  ...[faults, orders]: [Parameters<Draw>[1], Parameters<Draw>[2]]
): AsyncGenerator<Executed> {
  const { cleanLengths, drawRun, execute } = await import('@baylink/simulator');
  const lengths = await cleanLengths();
  for (let run = 0; run < runs; run++) {
    const plan = drawRun((seed + run) % 2 ** 32, faults, orders, lengths);
    yield { plan, run: await execute(plan) };
  }
}

type Draw = typeof import('@baylink/simulator').drawRun;
