import { GATES_PATIENCE } from './flashing.js';
import type { Stage } from './stage.js';

/** Waits until this rule of a gate refuses; the answer is the gate's sentence. */
export function gateSaysNo({ technician }: Stage, job: string, rule: string): Promise<string> {
  return technician.until(
    ({ runs }) =>
      runs.find(({ report }) => report.job === job)?.report.gates.find((gate) => gate.rule === rule)?.sentence,
    `a no of ${rule}`,
    GATES_PATIENCE,
  );
}
