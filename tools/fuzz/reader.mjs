import { parentPort, workerData } from 'node:worker_threads';
import { dice, mutated } from './dice.mjs';
import { FILE_TARGETS } from './file-targets.mjs';
import { FRAME_TARGETS } from './frame-targets.mjs';

const TARGETS = [...FILE_TARGETS, ...FRAME_TARGETS];
const TELL_EVERY = 1000;

/** Feeds targets in turn; large ones less often. Tells how far it is, so that a hang is seen from outside. */
const { runs, seed } = workerData;
const roll = dice(seed);
const counts = new Map(TARGETS.map(({ name }) => [name, { runs: 0, taken: 0, refused: 0, slowest: 0 }]));

function feed(target, run) {
  const sample = target.seeds[roll(target.seeds.length)];
  const input = mutated(Buffer.from(sample), target.pieces, roll);
  const count = counts.get(target.name);
  const from = performance.now();
  try {
    count[target.run(input, roll)]++;
  } catch (failure) {
    const why = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    parentPort.postMessage({
      kind: 'thrown',
      target: target.name,
      run,
      input: Buffer.from(input).toString('hex').slice(0, 4000),
      why,
    });
    process.exit();
  }
  count.runs++;
  count.slowest = Math.max(count.slowest, performance.now() - from);
}

for (let run = 0; run < runs; run++) {
  const target = TARGETS[run % TARGETS.length];
  const skipped = (target.every ?? 1) > 1 && roll(target.every) !== 0;
  feed(skipped ? TARGETS[roll(4)] : target, run);
  if (run % TELL_EVERY === 0) parentPort.postMessage({ kind: 'progress', run, target: target.name });
}
parentPort.postMessage({ kind: 'done', counts: [...counts] });
