import { beginWholeCheck } from './checking.js';
import { imageOf, nextSegment, segmentAt } from './image-of.js';
import { sequence } from './sequence.js';
import type { JobState } from './state.js';
import { beginTransfer } from './transferring.js';
import { go, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

/** The next segment that has not passed its check; when there is none, the whole is checked. */
export function beginErasing(job: JobState): Turn {
  const segment = nextSegment(job);
  if (segment === undefined) return beginWholeCheck(job);
  const count = imageOf(job).segments.length;
  return still(go(job, { task: 'erasing', at: 0, segment }, `Erasing segment ${segment + 1} of ${count}.`));
}

/** ERASING: the intent is durable before the request leaves. The first of them is the point of no return. (I2) */
export const erasing = sequence(
  'erasing',
  () => [
    {
      name: 'record ERASE_INTENT',
      sync: 'fsync',
      record: (job, at) => ({
        type: 'ERASE_INTENT',
        at,
        unit: job.brief.plan.target.unit,
        segment: job.phase.segment,
        image: imageOf(job).image,
      }),
    },
    {
      name: '31 erase',
      request: (job) => {
        const programming = unitOf(job)?.programming;
        const segment = segmentAt(job, job.phase.segment);
        if (programming == null || segment === undefined) return undefined;
        const words = wordsOf(job);
        const bytes = words.startRoutine(programming.eraseRoutine, words.range(programming, segment));
        return { bytes, moment: job.region === 'before' ? 'point-of-no-return' : 'forward' };
      },
    },
    {
      name: 'record ERASE_DONE',
      sync: 'fsync',
      record: (job, at) => ({ type: 'ERASE_DONE', at, segment: job.phase.segment }),
    },
  ],
  (job, context) => beginTransfer(job, job.phase.segment, context),
);
