import { playAlone } from './auto.js';
import { parseCommandLine, USAGE } from './command-line.js';
import { openHouse } from './open-house.js';

const options = parseCommandLine(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
if (typeof options === 'string') {
  process.stderr.write(`${options}\n\n${USAGE}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await (options.auto ? playAlone(options) : openHouse(options));
}
