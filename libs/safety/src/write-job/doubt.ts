import { after, millis } from '@baylink/kernel';
import type { Refusal } from '../verdict/verdict.js';
import { abort, giveUpUndo, hold } from './endings.js';
import { pause } from './pausing.js';
import type { JobState } from './state.js';
import { type Context, type Turn, waitUntil } from './turn.js';

/** A sample that is only late is waited for so long before it counts as a doubt; nothing leaves meanwhile. */
const GRACE = millis(1_000);
const LOOK_AGAIN = millis(50);

const STALE = 'VOLTAGE_CHECK-R3';
/** The supply is known and wrong, as opposed to not known: it has to recover with a margin. */
const SAG: ReadonlySet<string> = new Set(['VOLTAGE_CHECK-R5', 'VOLTAGE_CHECK-R6', 'VOLTAGE_CHECK-R7']);

/** The judge has said no to a request of the job. Before the first erase that ends it clean; after it, it waits. */
export function doubt(before: JobState, refusal: Refusal, context: Context): Turn {
  const job: JobState = { ...before, gates: refusal.gates.length > 0 ? refusal.gates : before.gates };
  if (job.phase.task === 'undoing') return giveUpUndo(job);
  if (refusal.rule === STALE && patient(job, context)) return lookAgain(job, context);
  if (job.region === 'before') return abort(job, refusal.sentence);
  const voltage = refusal.gates.find((gate) => !gate.holds)?.gate === 'VOLTAGE_CHECK';
  if (voltage) return pause(job, refusal.sentence, SAG.has(refusal.rule), context);
  const next = 'Keep power and cable connected, put right what is named, then press continue.';
  return hold(job, { why: refusal.sentence, next, silent: false }, context);
}

export const patient = (job: JobState, { now }: Context): boolean => now - (job.staleSince ?? now) < GRACE;

export const lookAgain = (job: JobState, { now }: Context): Turn =>
  waitUntil({ ...job, staleSince: job.staleSince ?? now }, after(now, LOOK_AGAIN));

export const isStale = (rule: string): boolean => rule === STALE;
