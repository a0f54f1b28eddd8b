import { after, millis } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { known } from '../facts/fact.js';
import type { BackupPlace } from '../facts/facts.js';
import { type Backup, digestBackup } from './backup.js';
import type { StagedSegment } from './brief.js';
import { abort } from './endings.js';
import { gradingOf } from './grading.js';
import type { Reader } from './memory-reader.js';
import { phaseRules } from './phase-rules.js';
import { beginRehearsing } from './rehearsing.js';
import type { JobState } from './state.js';
import { andThen, type Context, go, journal, still, type Turn, told } from './turn.js';

/** STAGED, last: the backup goes to two media and is read back from each. */
export function storeBackup(job: JobState, memory: Reader['saved'], { now }: Context): Turn {
  const identity = job.saved.identity;
  if (identity === undefined) return abort(job, 'The unit was never identified, so its backup would be of nobody.');
  const segments = memory.map(
    ({ address, bytes, pages }): StagedSegment => ({ address, size: bytes.length, crc32: crc32(bytes), pages }),
  );
  const grading = gradingOf(job.brief, { ...job.saved, segments });
  const read = grading.grade === 'A';
  const saved: JobState = { ...job, saved: { ...job.saved, segments: read ? segments : [] } };
  const backup: Backup = {
    unit: identity.unit,
    serial: identity.serial,
    grade: grading.grade,
    snapshot: saved.saved.snapshot,
    segments: read ? memory.map(({ address, bytes }) => ({ address, bytes })) : [],
    original: grading.grade === 'B' ? (job.brief.original?.fileDigest ?? null) : null,
  };
  const storing = go(
    saved,
    { task: 'storing-backup', backup, proof: grading.proof, step: 'store' },
    'The backup is stored in two places.',
  );
  const until = after(now, millis(job.brief.profile.timing.patience));
  return told({ ...storing, awaits: { for: 'backup', until } }, { kind: 'store-backup', backup });
}

/** Takes over what was stored, if every copy read back is this backup. */
export function backupStored(job: JobState, digest: string, places: readonly BackupPlace[], { now }: Context): Turn {
  if (job.phase.task !== 'storing-backup' || job.awaits.for !== 'backup') return still(job);
  const { backup, proof } = job.phase;
  const own = digestBackup(backup);
  if (digest !== own) return abort(job, 'The backup that was read back is not the one that was read from the unit.');
  const { grade, serial, unit, original } = backup;
  const stored = known({ grade, serial, unit, digest: own, places, proof, original }, now, 'stored and read back');
  return still({
    ...job,
    awaits: { for: 'nothing' },
    evidence: { ...job.evidence, backup: stored },
    phase: { ...job.phase, step: 'record' },
  });
}

export const storingBackup = phaseRules('storing-backup', {
  next(job, context) {
    const { backup } = job.evidence;
    const { identity, snapshot, segments, refusal } = job.saved;
    if (!backup.known || identity === undefined) return abort(job, 'The backup has not been stored.');
    const { grade, digest, places, serial, proof, original } = backup.value;
    return andThen(still(beginRehearsing(job)), (next) =>
      journal(
        next,
        {
          type: 'BACKUP',
          at: context.now,
          grade,
          digest,
          places: [...places],
          serial,
          identity,
          snapshot: [...snapshot],
          segments: segments.map((segment) => ({ ...segment, pages: [...segment.pages] })),
          refusal: refusal?.sentence ?? null,
          proof,
          original,
        },
        'fsync',
        context,
      ),
    );
  },
});
