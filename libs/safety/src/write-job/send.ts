import { after, type Millis, millis } from '@baylink/kernel';
import type { Moment } from '../gates/gate.js';
import { grant } from '../verdict/grant.js';
import { judge } from '../verdict/judge.js';
import { doubt } from './doubt.js';
import type { JobOut } from './io.js';
import type { JobState, Undo } from './state.js';
import { type Context, demandOf, factsOf, type Turn, told } from './turn.js';

/** One request of the job, as a table row states it. */
export interface Request {
  readonly bytes: Uint8Array;
  readonly moment: Moment;
  /** Default: the unit of the plan. */
  readonly unit?: number;
  /** Sent at most so often while no answer comes. Default 1. */
  readonly repeats?: number;
  /** What an abort has to send when this has left, answered or not. */
  readonly undo?: Undo;
  /** What this request undoes by itself. */
  readonly undoes?: Undo['what'];
  /** `keep`: from here on somebody has to keep the session. `leave`: it ends with this. */
  readonly session?: 'keep' | 'leave';
}

/** On top of the client's own limit, so that the client's answer comes first. */
const MARGIN = millis(5_000);
/** What is asked then is asked of a unit that has been entered; values and trouble codes it tells in any session. */
const IN_SESSION: ReadonlySet<Moment> = new Set(['entry', 'point-of-no-return', 'forward']);

/** Judges and sends in one turn; a refusal is a doubt, and what follows from it depends on the region. */
export function send(job: JobState, request: Request, context: Context): Turn {
  const { now } = context;
  const { plan, profile } = job.brief;
  const unit = request.unit ?? plan.target.unit;
  const demand = demandOf(job, momentOf(job, request), now);
  const verdict = judge(
    { bytes: request.bytes, addressee: { to: 'unit', unit } },
    {
      profile,
      visit: { recorded: false, activeTestsAllowed: false },
      running: undefined,
      grant: grant(plan.job, unit, request.bytes, demand),
      facts: factsOf(job, context),
    },
    now,
  );
  if (verdict.kind === 'refusal') return doubt(job, verdict, context);
  const session = request.session === undefined ? job.session : request.session === 'keep' ? 'kept' : 'default';
  const sent: JobState = {
    ...job,
    awaits: {
      for: 'answer',
      id: job.nextId,
      repeats: request.repeats ?? 1,
      needsSession: session === 'kept' && IN_SESSION.has(request.moment),
      until: answerLimit(job, now),
    },
    sentAt: now,
    nextId: job.nextId + 1,
    region: request.moment === 'point-of-no-return' ? 'after' : job.region,
    undo: undoAfter(job.undo, request),
    session,
    staleSince: undefined,
    gates: verdict.gates.length > 0 ? verdict.gates : job.gates,
  };
  const leaving: JobOut = { kind: 'send', id: job.nextId, verdict, unit };
  return sent.session === job.session ? told(sent, leaving) : told(sent, leaving, keeping(sent));
}

/** What is read after the first erase decides how the unit is left: it must not wait for anything that can fail at the shop. */
const momentOf = ({ region }: JobState, { moment }: Request): Moment =>
  region === 'after' && moment === 'observe' ? 'look-back' : moment;

export const keeping = (job: JobState): JobOut => ({
  kind: 'tester-present',
  on: job.session === 'kept',
  unit: job.brief.plan.target.unit,
});

const answerLimit = (job: JobState, now: Millis): Millis =>
  after(after(now, millis(job.brief.profile.timing.total)), MARGIN);

function undoAfter(undo: readonly Undo[], { undo: added, undoes }: Request): readonly Undo[] {
  const left = undo.filter(({ what }) => what !== undoes);
  return added === undefined || left.some(({ what }) => what === added.what) ? left : [...left, added];
}
