import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { err, type Result } from '@baylink/kernel';
import { type Errand, fitsInHead, type Report, readReport, type Spent } from './errand.js';
import { type QuarantineLimits, quarantineLimits } from './limits.js';
import type { Answer, Question, TaskName } from './tasks.table.js';

/** The answer, or one sentence; and what it has cost, where the process could still tell. */
export interface Quarantined<T> {
  readonly outcome: Result<T, string>;
  readonly spent?: Spent;
}

/**
 * Asks something of a file that comes from a stranger, in a process of its own with limits of time and memory (A16, F40).
 * A file that makes it run out of either, or fall over, is refused in a sentence; this process goes on.
 */
export async function inQuarantine<N extends TaskName>(
  task: N,
  file: Uint8Array,
  question: Question<N>,
  limits: QuarantineLimits = quarantineLimits(file.length),
): Promise<Quarantined<Answer<N>>> {
  const errand: Errand<N> = { task, question, fileBytes: file.length, limits };
  const head = fitsInHead(errand as Errand);
  if (!head.ok) return { outcome: head };
  const report = await sendOut(head.value, file, limits);
  switch (report.kind) {
    case 'answered':
      return { outcome: report.outcome as Result<Answer<N>, string>, spent: report.spent };
    case 'over':
      return {
        outcome: err(`Reading the file takes more than ${SHOWN[report.limit](limits)}. ${NEXT}`),
        spent: report.spent,
      };
    case 'fell':
      return { outcome: err(`The reader of files failed (${report.why}). ${NEXT}`) };
  }
}

const MIB = 1024 * 1024;
const NEXT = 'Nothing was written; check that it is the right file, and get it again from its publisher.';
const SHOWN = {
  cpu: ({ cpu }: QuarantineLimits) => `${cpu / 1000} s of the processor`,
  memory: ({ memory }: QuarantineLimits) => `${memory / MIB} MiB of memory`,
  heap: ({ heap }: QuarantineLimits) => `${heap / MIB} MiB of memory`,
} as const;

/** What a whole report may have: the largest image and its description. */
const LARGEST_REPORT = 96 * MIB;

function sendOut(head: Buffer, file: Uint8Array, { patience }: QuarantineLimits): Promise<Report> {
  const child = startReader();
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let held = 0;
    const fall = (why: string) => settle({ kind: 'fell', why });
    const settle = (report: Report) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(report);
    };
    const timer = setTimeout(() => fall(`no answer within ${patience / 1000} s`), patience);
    child.stdout?.on('data', (piece: Buffer) => {
      pieces.push(piece);
      held += piece.length;
      if (held > LARGEST_REPORT) fall('its answer is too long');
    });
    child.once('error', (failure) => fall(failure.message));
    child.once('close', (code, signal) =>
      settle(readReport(Buffer.concat(pieces)) ?? { kind: 'fell', why: `it ended with ${signal ?? `code ${code}`}` }),
    );
    // A reader that ends before it has heard everything is told by its end.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(head);
    child.stdin?.write(file);
  });
}

/** Nothing of this process goes along: no environment, no arguments, no open file. */
function startReader(): ChildProcess {
  const { SystemRoot } = process.env;
  return spawn(process.execPath, [readerScript()], {
    env: SystemRoot === undefined ? {} : { SystemRoot },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
}

/** Beside this file in a build; where the sources run, in the build of this package. */
function readerScript(): string {
  const beside = fileURLToPath(new URL('./child/main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/quarantine/child/main.js', import.meta.url));
}
