import { clause, err, unreachable } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import { known } from '../facts/fact.js';
import type { Acknowledgement } from '../facts/facts.js';
import { answered, neverAnswered } from './answers.js';
import { confirm } from './confirming.js';
import { beginDraft } from './drafting.js';
import { drilled } from './drilling.js';
import { abort, type Hold, hold } from './endings.js';
import type { JobInput, RehearsalScene } from './io.js';
import { pageArrived } from './pages.js';
import type { RecordType } from './records.js';
import { beginReentry } from './reentry.js';
import { rehearsed } from './rehearsing.js';
import { recalled } from './rejoining.js';
import { beginReset } from './resetting.js';
import { keeping } from './send.js';
import { isIn, type JobState } from './state.js';
import { isOver } from './states.table.js';
import { backupStored } from './storing-backup.js';
import { andThen, type Context, still, type Turn, told } from './turn.js';

/** What one input changes, before the job goes on by itself. */
export function take(job: JobState, input: JobInput, context: Context): Turn {
  switch (input.kind) {
    case 'start':
      return job.phase.task === 'drafting' && job.awaits.for === 'ever'
        ? beginDraft(job, input.wall, context)
        : still(job);
    case 'recovered':
      return recovered(job, input.hold, context);
    case 'journalled':
      return journalled(job, input.seq);
    case 'journal-failed':
      return journalFailed(job, input.why);
    case 'answer':
      return answered(job, input.id, input.outcome, context);
    case 'block':
      return block(job, input.id, input.bytes, context);
    case 'block-failed':
      return block(job, input.id, undefined, context);
    case 'recalled':
      return recall(job, input.id, input.seen, context);
    case 'backup-stored':
      return backupStored(job, input.digest, input.places, context);
    case 'backup-failed':
      return job.awaits.for === 'backup' ? abort(job, `The backup could not be stored: ${input.why}.`) : still(job);
    case 'rehearsed':
      return rehearsed(job, input.outcome, context);
    case 'rehearsal-progress':
      return still(job.awaits.for === 'rehearsal' ? { ...job, sentence: sceneSentence(input.scene) } : job);
    case 'drilled':
      return drilled(job, input.outcome, context);
    case 'acknowledged':
      return acknowledged(job, input.acknowledgement);
    case 'technician-stop':
      return stopping(job, 'The technician has asked to stop.');
    case 'expert-stop':
      return stopping(job, 'The expert has asked to stop.');
    case 'technician-confirms':
      return confirm(job, context);
    case 'technician-continues':
      return continues(job, input.instead, context);
    case 'unit-reset':
      return still(woken({ ...job, interruption: input.why }));
    case 'link-lost':
      return still(woken({ ...job, link: 'down', inSession: undefined, interruption: input.why }));
    case 'link-back':
      return still(woken({ ...job, link: 'up' }));
    case 'tick':
      return overdue(job, context);
    default:
      return unreachable(input);
  }
}

const idle = (job: JobState): JobState => ({ ...job, awaits: { for: 'nothing' } });

/** Ends a wait that was only for time; whatever else is awaited is still awaited. */
const woken = (job: JobState): JobState => (job.awaits.for === 'time' ? idle(job) : job);

const sceneSentence = ({ name, number, of }: RehearsalScene): string =>
  `Rehearsing on a twin of this unit, scene ${number} of ${of}: ${name}.`;

/** A rehearsal is given up at once; whatever else is awaited is awaited first. */
const stopping = (job: JobState, stop: string): Turn =>
  job.awaits.for === 'rehearsal'
    ? told(idle({ ...job, stop }), { kind: 'cancel-rehearsal' })
    : still(woken({ ...job, stop }));

/** After these a restart enters the unit again, whatever the journal said before. */
const BEGINS: ReadonlySet<RecordType> = new Set(['REENTRY', 'ERASE_INTENT', 'WRITE_INTENT']);

function journalled(job: JobState, seq: number): Turn {
  const { awaits } = job;
  if (awaits.for !== 'journal' || awaits.seq !== seq) return still(job);
  const tells = BEGINS.has(awaits.record) ? 'unfinished' : job.journal.tells;
  return still(idle({ ...job, journal: { ...job.journal, tells } }));
}

const UNWRITTEN_END =
  'The end of this job is not on the disk, so after a restart it would be taken up again: put the disk in order before the shop client ends.';

/** A failed fsync is never tried again on the same file: before the first erase the job refuses, after it it goes on. (I17) */
function journalFailed(job: JobState, why: string): Turn {
  const waited = job.awaits.for === 'journal';
  if (job.journal.health === 'poisoned' && !waited) return still(job);
  const poisoned: JobState = {
    ...job,
    journal: { ...job.journal, health: 'poisoned' },
    awaits: waited ? { for: 'nothing' } : job.awaits,
  };
  const sentence = `The journal cannot be written: ${clause(why)}.`;
  if (isOver(job)) return told(poisoned, { kind: 'alarm', sentence: `${sentence} ${UNWRITTEN_END}` });
  if (job.region === 'before') return still(woken({ ...poisoned, stop: `${sentence} Nothing was erased or written.` }));
  return told(poisoned, {
    kind: 'alarm',
    sentence: `${sentence} The write goes on, because stopping now would harm the unit.`,
  });
}

function block(job: JobState, id: number, bytes: Uint8Array | undefined, context: Context): Turn {
  const { awaits } = job;
  const open = awaits.for === 'block' && awaits.id === id;
  return open && (isIn(job, 'transferring') || isIn(job, 'rejoining')) ? pageArrived(job, bytes, context) : still(job);
}

function recall(job: JobState, id: number, seen: DownloadSeen | undefined, context: Context): Turn {
  const { awaits } = job;
  const open = awaits.for === 'recall' && awaits.id === id;
  return open && isIn(job, 'rejoining') ? recalled(job, seen, context) : still(job);
}

/** Taken only while the plan is on the screen, and only with a counter that no job has used. (I8) */
function acknowledged(job: JobState, acknowledgement: Acknowledgement): Turn {
  if (job.phase.task !== 'agreeing' || job.evidence.acknowledgement.known) return still(job);
  if (!(acknowledgement.counter > job.usedCounter))
    return still({ ...job, sentence: 'This acknowledgement has been used before: hold the button again.' });
  return still(
    woken({
      ...job,
      usedCounter: acknowledgement.counter,
      evidence: { ...job.evidence, acknowledgement: known(acknowledgement, acknowledgement.at, 'bay screen') },
    }),
  );
}

/** A restarted job goes on, or stands in HOLD; there the session of a half-written unit is kept from now on. */
function recovered(job: JobState, standstill: Pick<Hold, 'why' | 'next'> | undefined, context: Context): Turn {
  if (job.awaits.for !== 'ever') return still(job);
  if (standstill !== undefined && job.region === 'after') {
    const kept: JobState = { ...job, session: 'kept' };
    return andThen(told(kept, keeping(kept)), (state) => hold(state, { ...standstill, silent: false }, context));
  }
  if (isOver(job)) return job.session === 'kept' ? told(job, keeping(job)) : still(job);
  return still(idle(job));
}

/** A person has done what HOLD asked for: the unit is entered again, or only looked at where it is finished, with fresh bounds. */
function continues(job: JobState, instead: string | undefined, { now }: Context): Turn {
  const { phase } = job;
  if (phase.task !== 'held' || job.region === 'before' || job.awaits.for === 'journal') return still(job);
  const tries = { disarmings: 0, reentries: 0, failedChecks: 0, pauses: 0, looks: 0 };
  if (phase.unit === 'finished' && instead === undefined) return beginReset({ ...job, tries });
  const back: JobState = instead === undefined ? { ...job, tries } : { ...job, tries, phase: { ...phase, instead } };
  return still(beginReentry(back, 0, instead ?? 'The technician has pressed continue.', now));
}

function overdue(job: JobState, context: Context): Turn {
  const { awaits } = job;
  if (!('until' in awaits) || context.now < awaits.until) return still(job);
  switch (awaits.for) {
    case 'time':
      return still(idle(job));
    case 'answer':
      return neverAnswered(job, context);
    case 'journal':
      return journalFailed(job, 'the disk did not answer');
    case 'block':
      return block(job, awaits.id, undefined, context);
    case 'recall':
      return recall(job, awaits.id, undefined, context);
    case 'backup':
      return abort(job, 'The backup was not stored in time.');
    case 'rehearsal':
      return andThen(rehearsed(job, err('it did not come to an end in time'), context), (next) =>
        told(next, { kind: 'cancel-rehearsal' }),
      );
    case 'drill':
      return drilled(job, err('the media did not answer in time'), context);
    default:
      return unreachable(awaits);
  }
}
