import { parseArgs } from 'node:util';

export const USAGE = `npm run wan-box -- [--rtt MS] [--loss PERCENT] [--jitter MS] [--seed N] [--outage START:LENGTH]… -- COMMAND …
  runs COMMAND in a network of its own, with another one at the far end of a bad line (Linux; root, or user namespaces)
  --rtt, --jitter in milliseconds, 0 to 60000; --loss in percent, 0 to 100; an outage in seconds from the start
  COMMAND finds WAN_BOX_NEAR and WAN_BOX_FAR, the two addresses; a program at the far end is started with
  nsenter --net=$WAN_BOX_FAR_NET -- PROGRAM …; conditions are changed through the socket WAN_BOX_CONTROL`;

const MOST_MS = 60_000;
const LIMITS = { rtt: MOST_MS, jitter: MOST_MS, loss: 100, seed: 2 ** 31 };

/** What was asked for, or one sentence about what is wrong with it. */
export function parseCommandLine(args) {
  const end = args.indexOf('--');
  const command = end === -1 ? [] : args.slice(end + 1);
  if (command.length === 0) return 'Name a command to run beside the line, behind two dashes.';
  const values = read(end === -1 ? args : args.slice(0, end));
  if (typeof values === 'string') return values;
  const numbers = {};
  for (const [name, most] of Object.entries(LIMITS)) {
    const number = Number(values[name] ?? (name === 'seed' ? 1 : 0));
    if (values[name] === '' || !(number >= 0 && number <= most))
      return `--${name} ${values[name]} is out of range: give a number from 0 to ${most}.`;
    numbers[name] = number;
  }
  const outages = [];
  for (const text of values.outage ?? []) {
    const [, start, length] = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
    if (start === undefined) return `--outage ${text} is no outage: write START:LENGTH in seconds, such as 10:6.`;
    outages.push({ start: Number(start) * 1000, length: Number(length) * 1000 });
  }
  const { seed, ...conditions } = numbers;
  return { conditions, seed, outages, command };
}

function read(args) {
  const text = { type: 'string' };
  try {
    const options = { rtt: text, loss: text, jitter: text, seed: text, outage: { type: 'string', multiple: true } };
    return parseArgs({ args, options }).values;
  } catch (failure) {
    return failure.message;
  }
}
