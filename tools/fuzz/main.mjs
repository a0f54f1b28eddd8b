import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const MIB = 1024 * 1024;
/** What the parsers may hold of all that they were fed, the runtime included. */
const MOST_MEMORY = 256 * MIB;
/** Not one thousand inputs in this time: somebody hangs. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 20;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '24301' },
    forgeries: { type: 'string' },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  console.error(
    `--runs ${values.runs} --seed ${values.seed}: both are whole numbers, such as --runs 1000000 --seed 7.`,
  );
  process.exit(2);
}

if (values.forgeries !== undefined) await forgeries(Number(values.forgeries));

/** `npm run fuzz`: mutated files and frames through every reader of this project. 0 when none fell over, hung or took too much. */
const reader = new Worker(new URL('./reader.mjs', import.meta.url), { workerData: { runs, seed } });
let peak = 0;
let last = { run: 0, target: 'the first', at: performance.now() };
const from = performance.now();

const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
  if (peak > MOST_MEMORY) fail(`more than ${MOST_MEMORY / MIB} MiB of memory after run ${last.run}`);
  if (performance.now() - last.at > PATIENCE_MS)
    fail(`nothing came for ${PATIENCE_MS / 1000} s after run ${last.run} (${last.target})`);
}, LOOK_EVERY_MS);

reader.on('message', (message) => {
  switch (message.kind) {
    case 'progress':
      last = { ...message, at: performance.now() };
      return;
    case 'thrown':
      return fail(`${message.target} threw at run ${message.run} on ${message.input}\n${message.why}`);
    case 'done':
      return report(message.counts);
  }
});
reader.on('error', (failure) => fail(failure.stack ?? failure.message));

function fail(why) {
  console.error(`FAILED (--seed ${seed}): ${why}`);
  process.exit(1);
}

function report(counts) {
  clearInterval(timer);
  for (const [name, { runs: count, taken, refused, slowest }] of counts)
    console.log(
      `${name.padEnd(16)} ${String(count).padStart(8)} inputs  ${String(taken).padStart(8)} taken  ${String(refused).padStart(8)} refused  slowest ${slowest.toFixed(0)} ms`,
    );
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.log(
    `OK: ${runs} mutated inputs (seed ${seed}) in ${seconds} s, none threw, none hung; ${Math.round(peak / MIB)} MiB at the highest`,
  );
}

/** `npm run fuzz -- --forgeries 100000`: changed, spliced, replayed and re-signed documents; none may be taken. */
async function forgeries(count) {
  if (!Number.isInteger(count) || count < 1) {
    console.error(`--forgeries ${values.forgeries}: a whole number, such as --forgeries 100000.`);
    process.exit(2);
  }
  const { forge } = await import('./forgeries.mjs');
  const { refused, run, forged } = await forge(count, seed);
  if (refused === undefined) fail(`forgery ${run} was accepted: ${forged}`);
  const all = [...refused].sort(([, a], [, b]) => b - a);
  for (const [rule, times] of all) console.log(`${rule.padEnd(20)} ${String(times).padStart(8)} refused`);
  const sum = all.reduce((total, [, times]) => total + times, 0);
  console.log(`OK: ${sum} forgeries (seed ${seed}), none accepted`);
  process.exit(0);
}
