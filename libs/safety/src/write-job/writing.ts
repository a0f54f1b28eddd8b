import { fromHex, hex, showHex } from '@baylink/kernel';
import type { CodingWrite } from '../plan/plan.js';
import { beginComparing } from './comparing.js';
import { abort } from './endings.js';
import type { Writing } from './phase.js';
import { phaseRules } from './phase-rules.js';
import { beginReset } from './resetting.js';
import { restore } from './restore.js';
import { send } from './send.js';
import type { JobIn, JobState } from './state.js';
import { andThen, type Context, go, journal, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

const REPEATS = 3;

/** The plan's values in order; on the way back the old ones, last first. */
export function beginWriting(job: JobState): Turn {
  const { plan } = job.brief;
  const planned = plan.kind === 'coding' ? plan.writes : [];
  const writes = job.mode === 'write' ? planned : planned.map(turnedRound).reverse();
  const sentence = job.mode === 'write' ? 'The values are written.' : 'The old values are written back.';
  return still(go(job, { task: 'writing', writes, index: 0, step: 'look' }, sentence));
}

const turnedRound = ({ did, before, after }: CodingWrite): CodingWrite => ({ did, before: after, after: before });

/** Coding: per DID look, WRITE_INTENT, 2E, read back. The first 2E is the point of no return. */
export const writing = phaseRules('writing', {
  doing: ({ phase }) => `DID ${showHex(phase.writes[phase.index]?.did ?? 0, 4)}`,
  next(job, context) {
    const { phase } = job;
    const write = phase.writes[phase.index];
    if (write === undefined) return written(job, context);
    const { did, before, after } = write;
    const { now } = context;
    const words = wordsOf(job);
    switch (phase.step) {
      case 'look':
      case 'read back':
        return send(job, { bytes: words.readValue(did), moment: 'observe', repeats: REPEATS }, context);
      case 'intend':
        return andThen(at(job, 'write'), (next) =>
          journal(next, { type: 'WRITE_INTENT', at: now, did, old: before, new: after }, 'fsync', context),
        );
      case 'write': {
        const bytes = words.writeValue(did, fromHex(after) ?? new Uint8Array());
        return send(job, { bytes, moment: job.region === 'before' ? 'point-of-no-return' : 'forward' }, context);
      }
      case 'note':
        return andThen(at(job, 'look', phase.index + 1), (next) =>
          journal(next, { type: 'WRITE_DONE', at: now, did }, 'group', context),
        );
    }
  },
  positive(job, bytes, context) {
    const { phase } = job;
    const write = phase.writes[phase.index];
    if (write === undefined) return still(job);
    switch (phase.step) {
      case 'look':
        return looked(job, write, hex(wordsOf(job).value(bytes)), context);
      case 'write':
        return at(job, 'read back');
      case 'read back': {
        const value = hex(wordsOf(job).value(bytes));
        const why = `${showHex(write.did, 4)} reads back as ${value} instead of ${write.after}.`;
        return value === write.after ? at(job, 'note') : restore(job, why, context);
      }
      case 'intend':
      case 'note':
        return still(job);
    }
  },
});

/** What is there already is not written again; what nobody expected is not overwritten. */
function looked(job: JobIn<'writing'>, write: CodingWrite, value: string, context: Context): Turn {
  if (value === write.after) return at(job, 'look', job.phase.index + 1);
  if (value === write.before || job.mode === 'restore') return at(job, 'intend');
  const why = `${showHex(write.did, 4)} holds ${value}, and the plan expects ${write.before}.`;
  return job.region === 'before' ? abort(job, why) : restore(job, why, context);
}

const at = (job: JobIn<'writing'>, step: Writing['step'], index = job.phase.index): Turn =>
  still({ ...job, phase: { ...job.phase, step, index }, attempt: 0 });

function written(job: JobState, context: Context): Turn {
  const next = unitOf(job)?.coding?.reset === true ? beginReset(job) : beginComparing(job);
  const detail = 'every value reads back as written';
  return andThen(next, (state) =>
    journal(state, { type: 'VERIFY', at: context.now, segment: 0, result: 'passed', detail }, 'fsync', context),
  );
}
