import { after, millis } from '@baylink/kernel';
import { finishAborted, giveUpUndo } from './endings.js';
import { phaseRules } from './phase-rules.js';
import { send } from './send.js';
import { still, type Turn, waitUntil } from './turn.js';

/** Beyond S3, whose end only the unit knows exactly. */
const LAPSE_MARGIN = 500;

/** The way out before the first erase: in reverse order, then the record. What is not taken lapses with S3. */
export const undoing = phaseRules('undoing', {
  next(job, context) {
    const last = job.undo.at(-1);
    if (last === undefined) return finishAborted(job, job.phase.why, context);
    const leave = last.what === 'session' ? ({ session: 'leave' } as const) : {};
    return send(job, { bytes: last.bytes, moment: 'undo', repeats: 2, ...leave }, context);
  },
  positive: (job): Turn => giveUpUndo(job),
  trouble(job, _, { now }) {
    const last = job.undo.at(-1);
    const { job: left } = giveUpUndo(job);
    if (last?.what !== 'session') return still(left);
    return waitUntil(left, after(now, millis(job.brief.profile.timing.s3 + LAPSE_MARGIN)));
  },
});
