import { GATES_PATIENCE } from './flashing.js';
import { runningJob } from './running-job.js';
import type { Stage } from './stage.js';

/** Waits until this rule of a gate refuses; the answer is the gate's sentence. */
export function gateSaysNo({ technician }: Stage, job: string, rule: string): Promise<string> {
  return technician.until(
    (state) => runningJob(state, job)?.report.gates.find((gate) => gate.rule === rule)?.sentence,
    `a no of ${rule}`,
    GATES_PATIENCE,
  );
}
