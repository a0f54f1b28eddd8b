import { errorText } from '@baylink/kernel';
import { type BenchOptions, parseCommandLine, USAGE } from './command-line.js';
import type { Figure } from './measure/figure.js';
import { keep, loadNow, RESULTS, surroundings } from './report/results-file.js';
import { table } from './report/table.js';
import { SUITES } from './suites.table.js';

const tell = (text: string): void => void process.stderr.write(`${text}\n`);
const options = parseCommandLine(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`${options}\n\n${USAGE}\n`);
  process.exitCode = 2;
} else process.exitCode = await run(options);

/** 0 when everything could be measured, whatever came of it; an aim that was missed is a cross in the table. */
async function run({ suites, ...wish }: BenchOptions): Promise<number> {
  try {
    for (const name of suites) {
      const load = loadNow();
      const figures: Figure[] = [];
      for await (const figure of SUITES[name].run({ ...wish, tell })) {
        tell(`${figure.id}: ${figure.median.toPrecision(3)}`);
        figures.push(figure);
      }
      const around = surroundings(load);
      process.stdout.write(
        `${table(figures)}\nLoad average ${around.load.join(' before, ')} after; ${around.cores} cores.\n`,
      );
      if (wish.only === undefined) keep(name, { ...around, figures });
    }
    if (wish.only === undefined) process.stdout.write(`Kept in ${RESULTS}\n`);
    return 0;
  } catch (failure) {
    process.stderr.write(`The measurement has ended: ${errorText(failure)}\n`);
    return 1;
  }
}
