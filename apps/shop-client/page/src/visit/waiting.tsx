import type { BayState } from '../../../src/bay/bay-state.js';
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
  if (pairing.state !== 'paired' || opened === null || runs.length > 0) return undefined;
  if (agreements.some(({ signedBy }) => signedBy === null)) return undefined;
  if (visit === null) return 'The case is open. Waiting for an expert; you need not do anything.';
  return 'The expert is looking at the car. Nothing in it is changed before you are asked here.';
}
