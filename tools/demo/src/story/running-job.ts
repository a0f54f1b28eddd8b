import type { BayState, RunView } from '../bay/bay-state.js';

const OVER = new Set(['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD']);

/** A job as the bay screen shows it. One that is over cannot come to what is waited for: rejects with how it ended. */
export function runningJob({ runs }: BayState, job: string): RunView | undefined {
  const run = runs.find(({ report }) => report.job === job);
  if (run !== undefined && OVER.has(run.report.state))
    throw new Error(`the job ended in ${run.report.state}: ${run.report.sentence}`);
  return run;
}
