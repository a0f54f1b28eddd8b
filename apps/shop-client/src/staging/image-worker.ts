import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { err, type Millis, millis, type Result } from '@baylink/kernel';
import type { FileToLoad, ImageReader, LoadedImage } from './image.js';

/** What reading one file may cost. */
export interface WorkerLimits {
  /** Objects and text, mebibytes. Bytes outside the heap are limited by the parsers themselves. */
  readonly heap: number;
  readonly patience: (fileBytes: number) => Millis;
}

const MIB = 1024 * 1024;

/** Hostile files are through in two seconds; a machine that is busy, or a large file that is sound, may need more. */
export const WORKER_LIMITS: WorkerLimits = {
  heap: 160,
  patience: (fileBytes) => millis(5000 + 500 * Math.floor(fileBytes / (4 * MIB))),
};

/**
 * Reads a staged file in a thread of its own (A16, F40). A file that makes it run out of memory or time, or fall over,
 * is refused in a sentence; the shop client goes on.
 */
export const imageWorker =
  (limits: WorkerLimits = WORKER_LIMITS, script: string = workerScript()): ImageReader =>
  (file) =>
    new Promise((resolve) => {
      const worker = new Worker(script, {
        resourceLimits: { maxOldGenerationSizeMb: limits.heap, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
        execArgv: [],
        stdout: true,
        stderr: true,
      });
      const patience = limits.patience(file.bytes.length);
      const answer = (outcome: Result<LoadedImage, string>) => {
        clearTimeout(timer);
        resolve(outcome);
        void worker.terminate();
      };
      const timer = setTimeout(
        () => answer(err(`The firmware file was not read within ${patience / 1000} s. ${NEXT}`)),
        patience,
      );
      worker.once('message', (outcome: Result<LoadedImage, string>) => answer(outcome));
      worker.once('error', (failure) => answer(err(sentenceOf(failure, limits))));
      worker.once('exit', () => answer(err(`The reader of firmware files ended without an answer. ${NEXT}`)));
      worker.postMessage(file satisfies FileToLoad);
    });

const NEXT = 'Nothing was written; check that it is the file for this unit, and get it again from its publisher.';

function sentenceOf(failure: unknown, { heap }: WorkerLimits): string {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `Reading the firmware file takes more than ${heap} MiB of memory. ${NEXT}`
    : `The reader of firmware files failed (${failure instanceof Error ? failure.message : String(failure)}). ${NEXT}`;
}

/** Beside this file in a build; where the sources run, in the build of this package. */
function workerScript(): string {
  const beside = fileURLToPath(new URL('./worker/main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/staging/worker/main.js', import.meta.url));
}
