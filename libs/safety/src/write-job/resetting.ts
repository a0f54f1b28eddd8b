import { after, millis } from '@baylink/kernel';
import { hold } from './endings.js';
import { failedCheck, lookAgainLater } from './failed-check.js';
import { LIMITS } from './limits.table.js';
import { phaseRules, type Trouble } from './phase-rules.js';
import { beginReadingBack } from './reading-memory.js';
import { HARD_RESET } from './requests.js';
import { send } from './send.js';
import { sequence } from './sequence.js';
import type { JobIn, JobState } from './state.js';
import { identificationSteps, identityHeard, NOTHING_HEARD } from './survey.js';
import { type Context, go, still, type Turn, waitUntil } from './turn.js';
import { wordsOf } from './words/words.table.js';

const FIRST_LOOK = millis(300);
const LOOK_AGAIN = millis(300);
/** Looks in a row without an answer that say that the unit was away: fewer may have been lost with the reset. */
const AWAY = 5;

export const beginReset = (job: JobState): Turn =>
  still(go(job, { task: 'resetting', at: 0 }, 'The unit is reset and starts what was written.'));

/** VERIFIED: only now may the unit be reset, and the intent is durable first. (I10) */
export const resetting = sequence(
  'resetting',
  () => [
    { name: 'record RESET_INTENT', sync: 'fsync', record: (_, at) => ({ type: 'RESET_INTENT', at }) },
    {
      name: '11 01',
      request: () => ({ bytes: HARD_RESET, moment: 'forward', session: 'leave' }),
      heard: (job) => ({ ...job, phase: { ...job.phase, reset: 'answered' } }),
      unless: (job, trouble) => notAnswered(job, trouble),
    },
  ],
  (job, { now }) => {
    const until = after(now, millis(job.brief.profile.timing.boot));
    const { reset = 'unanswered' } = job.phase;
    return waitUntil(
      go(
        { ...job, undo: [] },
        { task: 'returning', until, reset, silences: 0, asks: WHETHER_BACK },
        'Waiting for the unit to be back.',
      ),
      after(now, FIRST_LOOK),
    );
  },
);

const WHETHER_BACK = 'whether it is back';
const SESSION = 'its session';

/** A unit may be gone before its answer is complete; whether it has reset shows when it is back. */
function notAnswered(job: JobIn<'resetting'>, trouble: Trouble): JobState | undefined {
  if (trouble.kind === 'negative') return undefined;
  const unsent = trouble.kind === 'link' && !trouble.sent;
  return { ...job, phase: { ...job.phase, reset: unsent ? 'unsent' : 'unanswered' } };
}

/** The unit is there, and nothing shows that it has reset. */
function resetAgain(job: JobState, why: string, context: Context): Turn {
  const looks = job.tries.looks + 1;
  const next =
    'Keep power and cable connected, check the link, then press continue: the unit is written but not reset.';
  return looks > LIMITS.looks
    ? hold(job, { why, next, silent: false }, context)
    : beginReset({ ...job, tries: { ...job.tries, looks } });
}

/** VERIFIED: asks for the VIN until the unit answers, then for its session. (ISO 14229-1 9.3, C.1) */
export const returning = phaseRules('returning', {
  next(job, context) {
    if (context.now >= job.phase.until) return neverBack(job, context);
    const { readValue, activeSession } = wordsOf(job);
    const did = job.phase.asks === SESSION ? activeSession : undefined;
    return send(job, { bytes: readValue(did ?? job.brief.profile.identification.vin), moment: 'observe' }, context);
  },
  positive(job, bytes, context) {
    const { reset, asks } = job.phase;
    const { activeSession, value } = wordsOf(job);
    if (reset === 'unsent') return resetAgain(job, 'The vehicle link did not take the reset.', context);
    if (reset === 'restarted') return isBack(job);
    if (asks === SESSION) return sessionTold(job, value(bytes)[0] === DEFAULT_SESSION, context);
    if (activeSession === undefined) return withoutSession(job, context);
    return still({ ...job, attempt: 0, awaits: { for: 'nothing' }, phase: { ...job.phase, asks: SESSION } });
  },
  trouble(job, trouble, context) {
    const { reset, asks } = job.phase;
    if (asks === SESSION && trouble.kind === 'negative') return withoutSession(job, context);
    const silences = asks === WHETHER_BACK && trouble.kind === 'timeout' ? job.phase.silences + 1 : 0;
    const away = reset === 'unanswered' && silences >= AWAY;
    const phase = { ...job.phase, asks: WHETHER_BACK, silences, reset: away ? 'was away' : reset } as const;
    return waitUntil({ ...job, attempt: 0, phase }, after(context.now, LOOK_AGAIN));
  },
});

/** diagnosticSessionType. (ISO 14229-1 table 25) */
const DEFAULT_SESSION = 0x01;

const isBack = (job: JobState): Turn => still(go(job, { task: 'identifying-again', at: 0, survey: NOTHING_HEARD }));

/** Ends by itself what nobody keeps: after S3 a default session is no sign of a restart. (ISO 14229-2 S3server) */
const sessionCouldLapse = ({ inSession, brief }: JobState, { now }: Context): boolean =>
  inSession === undefined || now >= after(inSession, millis(brief.profile.timing.s3));

function sessionTold(job: JobIn<'returning'>, byDefault: boolean, context: Context): Turn {
  if (!byDefault)
    return resetAgain(
      { ...job, inSession: job.sentAt },
      'The unit did not restart: it is still in the session in which it was written.',
      context,
    );
  return job.phase.reset === 'unanswered' && sessionCouldLapse(job, context)
    ? resetAgain(job, 'The unit did not answer its reset, and its session may have ended without one.', context)
    : isBack(job);
}

const withoutSession = (job: JobIn<'returning'>, context: Context): Turn =>
  job.phase.reset === 'unanswered'
    ? resetAgain(job, 'The unit did not answer its reset, was never away, and does not tell its session.', context)
    : isBack(job);

const neverBack = (job: JobState, context: Context): Turn =>
  job.link === 'down'
    ? lookAgainLater(job, 'The vehicle link is lost.', context)
    : failedCheck(job, 'The unit did not come back after its reset.', context);

/** VERIFIED: the same unit, and the software that was to be expected. */
export const identifyingAgain = sequence(
  'identifying-again',
  ({ brief }) => identificationSteps<'identifying-again'>(brief),
  (job, context) => {
    const identity = identityHeard(job, context);
    if (!identity.known) return lookAgainLater(job, identity.why, context);
    const { value } = identity;
    const before = job.saved.identity;
    const other = (['vin', 'serial', 'hardware'] as const).find((field) => value[field] !== before?.[field]);
    if (other !== undefined && value[other] === '')
      return lookAgainLater(job, `The unit does not tell its ${other}.`, context);
    if (other !== undefined)
      return hold(
        job,
        {
          why: `After the reset the unit reports ${other} ${value[other]} instead of ${before?.[other] ?? 'nothing'}.`,
          next: 'Check that the cable is on the same vehicle, then press continue.',
          silent: false,
        },
        context,
      );
    const expected = expectedSoftware(job);
    const read: JobState = { ...job, evidence: { ...job.evidence, identity }, softwareAfter: value.software };
    if (value.software === '' || (expected !== null && value.software !== expected))
      return failedCheck(
        read,
        `The unit reports software ${value.software || 'nothing'} instead of ${expected ?? 'any'}.`,
        context,
      );
    return beginReadingBack(read);
  },
);

/** null: nobody has said what the new software calls itself. */
function expectedSoftware({ mode, brief, saved }: JobState): string | null {
  if (mode === 'restore' || brief.plan.kind === 'coding') return saved.identity?.software ?? null;
  return brief.plan.expectSoftware ?? brief.image?.software ?? null;
}
