import { errorText } from '@baylink/kernel';
import { playAlone } from './auto.js';
import { type DemoOptions, parseCommandLine, USAGE } from './command-line.js';
import { openHouse } from './open-house.js';

const options = parseCommandLine(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
if (typeof options === 'string') {
  process.stderr.write(`${options}\n\n${USAGE}\n`);
  process.exitCode = 2;
} else process.exitCode = await run(options);

/** What could not even be started is one sentence; everything that was is ended by then. */
async function run(chosen: DemoOptions): Promise<number> {
  try {
    return await (chosen.auto ? playAlone(chosen) : openHouse(chosen));
  } catch (failure) {
    process.stderr.write(`The demonstration has ended: ${errorText(failure)}\n`);
    return 1;
  }
}
