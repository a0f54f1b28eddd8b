import { type Claim, ofTarget, show } from '../claim.js';
import type { Evidence, Life } from '../evidence.js';
import { linesOf } from '../journal.js';
import { isWrite } from '../requests.js';

const BEGUN: ReadonlySet<string> = new Set(['ERASE_INTENT', 'WRITE_INTENT']);
const ENDED: ReadonlySet<string> = new Set(['DONE', 'ABORT', 'RESTORED']);

const written = (evidence: Evidence, { from, to }: Life): readonly string[] =>
  ofTarget(evidence)
    .filter(({ at, bytes }) => at >= from && at < to && isWrite(bytes))
    .slice(0, 1)
    .map(show);

/** What a process does follows from the journal that it found. */
export const RESTART_CLAIMS: readonly Claim[] = [
  {
    id: 'I18 a process that finds a job from before its first write does not write for it',
    find: (evidence) =>
      evidence.lives
        .filter(({ found }) => {
          const lines = linesOf(found);
          return lines.some(({ type }) => type === 'PLAN') && !lines.some(({ type }) => BEGUN.has(type));
        })
        .flatMap((life) => written(evidence, life)),
  },
  {
    id: 'I18 a process that finds a job at its end does not write for it',
    find: (evidence) =>
      evidence.lives
        .filter(({ found }) => linesOf(found).some(({ type }) => ENDED.has(type)))
        .flatMap((life) => written(evidence, life)),
  },
];
