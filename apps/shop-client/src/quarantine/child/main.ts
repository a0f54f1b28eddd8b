import { Worker } from 'node:worker_threads';
import { errorText } from '@baylink/kernel';
import { type Errand, ErrandReader, type Report, reportBytes, type Spent } from '../errand.js';

const LOOK_EVERY = 10;
const MIB = 1024 * 1024;

const errands = new ErrandReader();
process.stdin.on('data', (piece: Buffer) => {
  const whole = errands.take(piece);
  if (whole === undefined) return;
  process.stdin.removeAllListeners('data');
  watch(whole.errand, whole.file);
});

/** Lets a thread read the file, and ends the process as soon as one of the limits is passed. */
function watch(errand: Errand, file: Uint8Array<ArrayBuffer>): void {
  const { limits } = errand;
  const before = process.cpuUsage();
  let memory = 0;
  const spent = (): Spent => {
    const { user, system } = process.cpuUsage(before);
    memory = Math.max(memory, process.memoryUsage.rss());
    return { cpu: (user + system) / 1000, memory };
  };
  const over = (): Report | undefined => {
    const now = spent();
    if (now.cpu > limits.cpu) return { kind: 'over', limit: 'cpu', spent: now };
    return now.memory > limits.memory ? { kind: 'over', limit: 'memory', spent: now } : undefined;
  };
  const timer = setInterval(() => {
    const report = over();
    if (report !== undefined) end(report);
  }, LOOK_EVERY);
  const end = (report: Report) => {
    clearInterval(timer);
    process.stdout.write(reportBytes(report), () => process.exit());
  };

  const reader = new Worker(new URL('./reader.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: limits.heap / MIB, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    execArgv: [],
  });
  reader.once('message', (outcome: unknown) => end(over() ?? { kind: 'answered', outcome, spent: spent() }));
  reader.once('error', (failure) => end(reportOf(failure, spent())));
  reader.postMessage({ errand, file }, [file.buffer]);
}

function reportOf(failure: unknown, spent: Spent): Report {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'over', limit: 'heap', spent };
  return { kind: 'fell', why: errorText(failure) };
}
