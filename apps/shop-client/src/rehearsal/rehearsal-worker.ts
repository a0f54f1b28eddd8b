import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { err, errorText, type Result } from '@baylink/kernel';
import type { Rehearsal, RehearsalScene, RehearsalTask } from '@baylink/safety';
import type { RehearsalBytes, Rehearse } from './rehearse.js';

export interface Asked {
  readonly task: RehearsalTask;
  readonly bytes: RehearsalBytes;
}

export type Told =
  | { readonly kind: 'scene'; readonly scene: RehearsalScene }
  | { readonly kind: 'rehearsed'; readonly outcome: Result<Rehearsal, string> };

/** Mebibytes of objects; the images themselves lie outside. */
const HEAP = 512;

/** In a thread of its own, so that no timer of the shop client waits for it; giving it up ends the thread. */
export const rehearsalWorker =
  (script: string = workerScript()): Rehearse =>
  (task, bytes, hear, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(err('it was given up'));
      const worker = new Worker(script, {
        resourceLimits: { maxOldGenerationSizeMb: HEAP, stackSizeMb: 4 },
        execArgv: [],
      });
      const end = (outcome: Result<Rehearsal, string>): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(outcome);
        void worker.terminate();
      };
      const giveUp = (): void => end(err('it was given up'));
      signal.addEventListener('abort', giveUp);
      worker.on('message', (told: Told) => {
        if (told.kind === 'scene') hear(told.scene);
        else end(told.outcome);
      });
      worker.once('error', (failure) => end(err(`it has failed (${errorText(failure)})`)));
      worker.once('exit', () => end(err('it ended without an answer')));
      worker.postMessage({ task, bytes } satisfies Asked);
    });

/** Beside this file in a build; where the sources run, in the build of this package. */
function workerScript(): string {
  const beside = fileURLToPath(new URL('./worker/main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/rehearsal/worker/main.js', import.meta.url));
}
