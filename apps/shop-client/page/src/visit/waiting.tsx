import type { BayState } from '../../../src/bay/bay-state.js';
import { isOpen } from '../run/run-words.table.js';
import { Notice } from '../ui/notice.js';

/** When nothing is asked of the technician it is said, and what comes next. */
export function Waiting({ state }: { state: BayState }) {
  const words = wordsFor(state);
  if (words === undefined) return null;
  return (
    <Notice tone="plain" testId="waiting">
      <p className="large">{words}</p>
    </Notice>
  );
}

function wordsFor({ pairing, case: opened, agreements, visit, runs }: BayState): string | undefined {
  const [newest] = runs;
  if (pairing.state !== 'paired' || opened === null) return undefined;
  if (agreements.some(({ signedBy }) => signedBy === null)) return undefined;
  if (newest !== undefined) {
    const busy = isOpen(newest.report.state) || newest.report.state === 'HOLD';
    return busy || visit !== null ? undefined : EXPERT_HAS_LEFT;
  }
  if (visit === null) return 'The case is open. Waiting for an expert; you need not do anything.';
  return 'The expert is looking at the car. Nothing in it is changed before you are asked here.';
}

const EXPERT_HAS_LEFT =
  'The expert has left. Close the case when the car is as it should be; while it is open an expert can come back.';
