import { after, millis, unreachable } from '@baylink/kernel';
import { NRC } from '@baylink/protocols/uds';
import { lastCheck } from './check-requests.js';
import { hold } from './endings.js';
import { failedCheck, lookAgainLater } from './failed-check.js';
import type { ResetSeen } from './phase.js';
import { phaseRules } from './phase-rules.js';
import { resetAgain, SWITCH } from './resetting.js';
import { type Request, send } from './send.js';
import type { JobIn, JobState } from './state.js';
import { NOTHING_HEARD } from './survey.js';
import { type Context, go, still, type Turn, waitUntil } from './turn.js';
import { wordsOf } from './words/words.table.js';

const LOOK_AGAIN = millis(300);
/** Looks in a row without an answer that say that the unit was away: fewer may have been lost with the reset. */
const AWAY = 5;

const WHETHER_BACK = 'whether it is back';
const SESSION = 'its session';
const CHECK = 'its check';

/** VERIFIED: asks for the VIN until the unit answers, then for its session, or for what it does in no other. (ISO 14229-1 9.3, C.1) */
export const returning = phaseRules('returning', {
  next(job, context) {
    if (context.now >= job.phase.until) return neverBack(job, context);
    return send(job, QUESTIONS[job.phase.asks](job) ?? whetherBack(job), context);
  },
  positive(job, bytes, context) {
    const { reset, asks } = job.phase;
    if (reset === 'unsent') return resetAgain(job, 'The vehicle link did not take the reset.', context);
    if (reset === 'restarted') return isBack(job);
    if (reset === 'by hand')
      return waitUntil({ ...job, phase: { ...job.phase, silences: 0 } }, after(context.now, LOOK_AGAIN));
    switch (asks) {
      case CHECK:
        return resetAgain({ ...job, inSession: job.sentAt }, UNTOLD, context, 'unprovable');
      case SESSION:
        return sessionTold(job, wordsOf(job).value(bytes)[0] === DEFAULT_SESSION, context);
      case WHETHER_BACK:
        return wordsOf(job).activeSession === undefined ? withoutSession(job, context) : asking(job, SESSION);
      default:
        return unreachable(asks);
    }
  },
  trouble(job, trouble, context) {
    const { reset, asks } = job.phase;
    if (asks === SESSION && trouble.kind === 'negative') return withoutSession(job, context);
    if (asks === CHECK && trouble.kind === 'negative') return checkRefused(job, trouble.nrc, context);
    const silences = asks === WHETHER_BACK && trouble.kind === 'timeout' ? job.phase.silences + 1 : 0;
    const away = UNSEEN.has(reset) && silences >= AWAY;
    const phase = { ...job.phase, asks: WHETHER_BACK, silences, reset: away ? 'was away' : reset } as const;
    return waitUntil({ ...job, attempt: 0, phase }, after(context.now, LOOK_AGAIN));
  },
});

/** Only the unit's silence shows that it restarts. */
const UNSEEN: ReadonlySet<ResetSeen> = new Set(['unanswered', 'by hand']);

type Asks = JobIn<'returning'>['phase']['asks'];

const asking = (job: JobIn<'returning'>, asks: Asks): Turn =>
  still({ ...job, attempt: 0, awaits: { for: 'nothing' }, phase: { ...job.phase, asks } });

const whetherBack = (job: JobState): Request => ({
  bytes: wordsOf(job).readValue(job.brief.profile.identification.vin),
  moment: 'observe',
});

const QUESTIONS: Readonly<Record<Asks, (job: JobState) => Request | undefined>> = {
  [WHETHER_BACK]: whetherBack,
  [SESSION]: (job) => {
    const { activeSession, readValue } = wordsOf(job);
    return activeSession === undefined ? undefined : { bytes: readValue(activeSession), moment: 'observe' };
  },
  [CHECK]: (job) => {
    const bytes = lastCheck(job);
    return bytes && { bytes, moment: 'forward' };
  },
};

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

const UNTOLD = 'The unit did not answer its reset, was never away, and does not tell its session.';

/** What it has answered in the session in which it was written tells as much, while S3 cannot have ended that session. */
function withoutSession(job: JobIn<'returning'>, context: Context): Turn {
  if (job.phase.reset !== 'unanswered') return isBack(job);
  return lastCheck(job) === undefined ? resetAgain(job, UNTOLD, context, 'unprovable') : asking(job, CHECK);
}

/** The same in both standards. */
const LOCKED: ReadonlySet<number> = new Set([NRC.requestOutOfRange, NRC.securityAccessDenied]);

const checkRefused = (job: JobIn<'returning'>, nrc: number, context: Context): Turn =>
  (LOCKED.has(nrc) || wordsOf(job).notSupported.has(nrc)) && !sessionCouldLapse(job, context)
    ? isBack(job)
    : resetAgain(job, UNTOLD, context, 'unprovable');

function neverBack(job: JobIn<'returning'>, context: Context): Turn {
  if (job.phase.reset === 'by hand')
    return hold(
      job,
      { why: 'Nobody has seen the finished unit restart.', next: `Press continue, then ${SWITCH}.`, silent: false },
      context,
    );
  return job.link === 'down'
    ? lookAgainLater(job, 'The vehicle link is lost.', context)
    : failedCheck(job, 'The unit did not come back after its reset.', context);
}
