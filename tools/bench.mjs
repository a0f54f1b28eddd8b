import { prepared } from './steps/prepared.mjs';
import { started } from './steps/started.mjs';

const PROGRAM = 'tools/bench/dist/main.js';
const LINE_SUITE = 'wan';

/** `npm run bench`: installs what is missing, builds, and measures; what needs a bad line, in a network of its own with one. */
await prepared();
const args = process.argv.slice(2);
const suites = args.filter((arg, at) => !arg.startsWith('-') && !args[at - 1]?.startsWith('-'));
const needsLine = suites.length === 0 || suites.includes(LINE_SUITE);
const missing = needsLine ? await (await import('./wan-box/networks.mjs')).whyNoWanBox() : undefined;
if (missing !== undefined) console.error(missing);
if (needsLine && missing === undefined) started('tools/wan-box/main.mjs', ['--', process.execPath, PROGRAM, ...args]);
else started(PROGRAM, args);
