import { after, clause, err, millis, type Result, showHex } from '@baylink/kernel';
import { known, unknown } from '../facts/fact.js';
import type { RestoreDrill } from '../facts/facts.js';
import { memoryFault } from '../plan/memory-map.js';
import { digestBackup } from './backup.js';
import { PAGE } from './brief.js';
import type { DrilledCopies } from './io.js';
import { phaseRules } from './phase-rules.js';
import type { JobState } from './state.js';
import { NOTHING_HEARD } from './survey.js';
import { andThen, type Context, go, journal, still, type Turn, told, unitOf } from './turn.js';

/** Two media that have not answered by then count as gone; the acknowledgement lives longer. */
const LIMIT = millis(30_000);

/**
 * ARMED, first: the acknowledgement is written down before it is used, so that it is never used again (I8). Then the
 * stored copies are read back once more: they were right when they were made, and only now does it matter. (I3)
 */
export const drilling = phaseRules('drilling', {
  next(job, context) {
    const { backup, acknowledgement } = job.evidence;
    switch (job.phase.step) {
      case 'record': {
        if (!acknowledgement.known) return still(go(job, { task: 'drilling', step: 'done' }));
        const { value } = acknowledgement;
        const { signatureDigest: signature, counter, bootId } = value;
        const record = { type: 'ACK', at: context.now, signature, counter, bootId, acknowledgement: value } as const;
        return journal(go(job, { task: 'drilling', step: 'ask' }), record, 'fsync', context);
      }
      case 'ask': {
        if (!backup.known) return still(go(job, { task: 'drilling', step: 'done' }));
        const { digest, original } = backup.value;
        const waiting: JobState = { ...job, awaits: { for: 'drill', until: after(context.now, LIMIT) } };
        return told(waiting, { kind: 'drill-restore', digest, original });
      }
      case 'done':
        return still(go(job, { task: 'arming', at: 0, survey: NOTHING_HEARD }, 'The unit is read once more.'));
    }
  },
});

/** Takes over what was read back, if a restore could begin with it; DUAL_BACKUP judges it. */
export function drilled(job: JobState, outcome: Result<DrilledCopies, string>, { now }: Context): Turn {
  if (job.phase.task !== 'drilling' || job.awaits.for !== 'drill') return still(job);
  const made = outcome.ok ? restorable(job, outcome.value) : outcome;
  const drill = made.ok ? known(made.value, now, 'restore drill') : unknown(made.error);
  const heard: JobState = { ...job, awaits: { for: 'nothing' }, evidence: { ...job.evidence, drill } };
  return andThen(still(heard), (next) => still(go(next, { task: 'drilling', step: 'done' })));
}

/** What a restore would do first: whose is it, is it whole, does it fit, in how many blocks does it go? */
function restorable(job: JobState, { places, backup }: DrilledCopies): Result<RestoreDrill, string> {
  const { identity, segments } = job.saved;
  const stored = job.evidence.backup;
  const digest = digestBackup(backup);
  if (!stored.known || digest !== stored.value.digest)
    return err(`what was read back has the digest ${digest.slice(0, 12)}… and is another backup`);
  if (backup.serial !== identity?.serial || backup.unit !== identity.unit)
    return err(`what was read back is of serial ${backup.serial}`);
  const { grade } = stored.value;
  const ranges = grade === 'B' ? (job.brief.original?.segments ?? []) : segments;
  if (grade === 'A') {
    const differing = ranges.find((range, i) => {
      const copy = backup.segments[i];
      return copy?.address !== range.address || copy.bytes.length !== range.size;
    });
    if (differing !== undefined) return err(`the range from ${showHex(differing.address, 8)} is not in it`);
  }
  const fault = job.brief.plan.kind === 'programming' ? memoryFault(ranges, unitOf(job)) : undefined;
  if (fault !== undefined) return err(`it does not fit the unit: ${clause(fault.sentence)}`);
  const blockBytes = unitOf(job)?.programming?.boot?.blockBytes ?? PAGE;
  const blocks = ranges.reduce((sum, { size }) => sum + Math.ceil(size / blockBytes), 0);
  return { ok: true, value: { digest, places, blocks } };
}
