import type { Outcome, Runner } from '@baylink/simulator';
import { Command } from 'commander';
import type { SimFlags, SimWish } from './sim-options.js';

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
    .option('--each-cell <n>', 'instead: runs until each fault was felt n times at each step where it can be')
    .option('--jobs <n>', 'so many runs at a time, a thread each; what comes of them is the same', '1')
    .option('--replay <file>', 'instead: a run that was kept, with its whole trace')
    .option('--failures <folder>', 'where runs that broke something are kept', 'sim-failures')
    .option('--json', 'one JSON document a line')
    .action(async (flags: SimFlags) => {
      if (flags.replay !== undefined) {
        const { replay } = await import('./replay.js');
        return replay(flags.replay, flags.json === true);
      }
      const { wishOf } = await import('./sim-options.js');
      const wish = wishOf(flags);
      const { here, threads } = await import('@baylink/simulator');
      const { runMany } = await import('./many-runs.js');
      const runner = wish.jobs === 1 ? here() : threads(wish.jobs);
      try {
        const { failures, faults, times = 1, json } = wish;
        await runMany({ runs: outcomes(wish, runner), total: totalOf(wish), failures, faults, times, json });
      } finally {
        await runner.close();
      }
    });

/** How many runs there will be, where that is known before. */
const totalOf = ({ mode, runs }: SimWish): number | undefined => (mode === 'random' ? runs : undefined);

async function* outcomes(wish: SimWish, runner: Runner): AsyncGenerator<Outcome> {
  const { cleanLengths, doubleDeaths, drawRun, eachCell, inOrder, singleDeaths } = await import('@baylink/simulator');
  const { seed, runs, stride, times = 1, faults, orders } = wish;
  switch (wish.mode) {
    case 'each cell':
      yield* eachCell({ seed, times, faults, orders, runner });
      return;
    case 'every death':
      for (const order of orders) {
        yield* inOrder(singleDeaths(order, stride, runner), runner);
        yield* inOrder(doubleDeaths(order, stride, runner), runner);
      }
      return;
    case 'random': {
      const lengths = await cleanLengths();
      const plans = function* () {
        for (let run = 0; run < runs; run++) yield drawRun((seed + run) % 2 ** 32, faults, orders, lengths);
      };
      yield* inOrder(plans(), runner);
    }
  }
}
