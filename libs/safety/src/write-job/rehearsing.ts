import { after, millis, type Result } from '@baylink/kernel';
import { known, unknown } from '../facts/fact.js';
import type { Rehearsal } from '../facts/facts.js';
import { messageLimit } from './block-length.js';
import { phaseRules } from './phase-rules.js';
import { beginPreflight } from './preflight.js';
import type { JobRecord } from './records.js';
import type { JobState } from './state.js';
import { andThen, type Context, go, journal, still, type Turn, told, unitOf } from './turn.js';

/** Real time; what a rehearsal needs beyond it is no rehearsal that people wait for. */
const LIMIT = millis(120_000);

export const beginRehearsing = (job: JobState): JobState =>
  go(job, { task: 'rehearsing', step: 'ask' }, 'Plan and recovery are rehearsed on a twin of this unit.');

/** BACKED_UP, first: plan and recovery are played against a twin of this unit; RECOVERY_PLAN judges what came of it. */
export const rehearsing = phaseRules('rehearsing', {
  next(job, context) {
    if (job.phase.step === 'record') return record(job, context);
    const { backup } = job.evidence;
    const { identity, snapshot, segments } = job.saved;
    const hindrance = hindranceOf(job);
    if (hindrance !== undefined || !backup.known || identity === undefined)
      return withoutOne(job, hindrance ?? 'there is no backup of the unit', context);
    const { brief } = job;
    const limit = messageLimit(context.facts);
    const waiting: JobState = { ...job, awaits: { for: 'rehearsal', until: after(context.now, LIMIT) } };
    const task = { brief, identity, snapshot, backup: backup.value, segments, limit };
    return told(waiting, { kind: 'rehearse', task });
  },
});

/** Why no twin of this unit can be made that would say anything; a clause. */
function hindranceOf(job: JobState): string | undefined {
  const unit = unitOf(job);
  if (unit === undefined) return 'the unit is not in the profile';
  if (job.brief.plan.kind === 'coding') return undefined;
  if (unit.programming?.boot == null)
    return 'the profile does not say how this unit starts and falls back (programming.boot), so its recovery cannot be rehearsed';
  return job.evidence.backup.known && job.evidence.backup.value.grade === 'C'
    ? 'there is nothing to bring it back with'
    : undefined;
}

export function rehearsed(job: JobState, outcome: Result<Rehearsal, string>, { now }: Context): Turn {
  if (job.phase.task !== 'rehearsing' || job.awaits.for !== 'rehearsal') return still(job);
  const rehearsal = outcome.ok ? known(outcome.value, now, 'rehearsal') : unknown(outcome.error);
  const heard: JobState = { ...job, evidence: { ...job.evidence, rehearsal } };
  return still(go(heard, { task: 'rehearsing', step: 'record' }));
}

const withoutOne = (job: JobState, why: string, context: Context): Turn =>
  beginPreflight({ ...job, evidence: { ...job.evidence, rehearsal: unknown(why) } }, context);

function record(job: JobState, context: Context): Turn {
  const { rehearsal } = job.evidence;
  return andThen(beginPreflight(job, context), (next) => {
    if (!rehearsal.known) return still(next);
    const { twin, planDigest: plan, backup, scenes } = rehearsal.value;
    const written: JobRecord = {
      type: 'REHEARSAL',
      at: context.now,
      twin,
      plan,
      backup,
      scenes: scenes.map((scene) => ({ ...scene })),
    };
    return journal(next, written, 'fsync', context);
  });
}
