import { unreachable } from '@baylink/kernel';
import { NRC, type Outcome } from '@baylink/protocols/uds';
import type { Trouble } from './phase-rules.js';
import { PHASES } from './phases.table.js';
import type { JobState } from './state.js';
import { negative, troubled } from './trouble.js';
import { andThen, type Context, still, type Turn, told } from './turn.js';
import { withSeed } from './unlock.js';

/** What became of the request that is open. An answer to any other request is ignored. */
export function answered(job: JobState, id: number, outcome: Outcome, context: Context): Turn {
  const { awaits } = job;
  if (awaits.for !== 'answer' || awaits.id !== id) return still(job);
  const idle: JobState = { ...job, awaits: { for: 'nothing' } };
  if (outcome.kind === 'positive') {
    const inSession = awaits.needsSession ? job.sentAt : job.inSession;
    return heard({ ...idle, attempt: 0, inSession }, outcome.bytes, context);
  }
  if (outcome.kind === 'silent') return heard({ ...idle, attempt: 0 }, new Uint8Array(), context);
  const trouble = troubleOf(job, outcome);
  const attempt = job.attempt + 1;
  const again =
    trouble.kind === 'timeout' ||
    (trouble.kind === 'negative' && trouble.nrc === NRC.busyRepeatRequest) ||
    (trouble.kind === 'link' && trouble.sent === true && job.link === 'up');
  if (again && attempt < awaits.repeats) return still({ ...idle, attempt });
  return failed(idle, trouble, context);
}

function heard(job: JobState, bytes: Uint8Array, context: Context): Turn {
  const secret = job.phase.task === 'entering' || job.phase.task === 're-entering';
  const turn = PHASES[job.phase.task].positive(job, bytes, context);
  if (typeof turn === 'string') return failed(job, { kind: 'wrong answer', sentence: turn }, context);
  const forgets = secret && bytes[0] === UNLOCKED && (bytes[1] ?? 0) % 2 === 0;
  return forgets ? andThen(turn, (next) => told(withSeed(next, undefined), { kind: 'discard-key-material' })) : turn;
}

/** First byte of the answer to SecurityAccess. */
const UNLOCKED = 0x67;

function failed(job: JobState, trouble: Trouble, context: Context): Turn {
  const rules = PHASES[job.phase.task];
  const doing = rules.doing(job);
  const named: Trouble = doing === '' ? trouble : { ...trouble, sentence: `${trouble.sentence} (${doing})` };
  return rules.trouble(job, named, context) ?? troubled(job, named, context);
}

/** The owner's own limit has passed: treated as a time-out of the unit. */
export const neverAnswered = (job: JobState, context: Context): Turn =>
  failed(
    { ...job, awaits: { for: 'nothing' } },
    { kind: 'link', sentence: 'The request was never answered, not even by the link.' },
    context,
  );

function troubleOf(job: JobState, outcome: Exclude<Outcome, { kind: 'positive' | 'silent' }>): Trouble {
  switch (outcome.kind) {
    case 'negative':
      return negative(job, outcome.nrc);
    case 'timeout':
      return {
        kind: 'timeout',
        sentence: `The unit did not answer within ${outcome.timer} (${Math.round(outcome.after)} ms).`,
      };
    case 'link':
      return {
        kind: 'link',
        sentence:
          outcome.error.kind === 'refused'
            ? outcome.error.message
            : `The vehicle link failed: ${outcome.error.message}`,
        ...(outcome.sent ? { sent: true } : {}),
      };
    case 'refused':
      return { kind: 'link', sentence: `The request was not sent: ${outcome.reason}.` };
    default:
      return unreachable(outcome);
  }
}
