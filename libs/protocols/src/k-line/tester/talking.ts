import { bytesOf, type Millis, millis } from '@baylink/kernel';
import {
  CARB_REQUEST,
  COMMUNICATION,
  NEGATIVE,
  POSITIVE,
  RESPONSE_PENDING,
  TIMING_PARAMETERS,
} from '../communication.table.js';
import { type KeyMeaning, lengthFormFor, longestMessage } from '../key-bytes.js';
import { encodeMessage, type Header, type KLineMessage } from '../message.js';
import { decodeTiming, type LineTiming, NORMAL_TIMING } from '../timing.js';
import type { TesterOut } from './io.js';
import {
  andThen,
  type Context,
  enter,
  failFirst,
  later,
  type Phase,
  type Purpose,
  type Request,
  type Session,
  still,
  type TesterState,
  type Turn,
} from './state.js';
import { beginWriting, type EchoError } from './writing.js';

type Ready = Extract<Phase, { name: 'ready' }>;
type Listening = Extract<Phase, { name: 'listening' }>;

/** How the link says that it is still there. (ISO 14230-3 6.4; ISO 9141-2 with SAE J1979: a request for PID 00) */
const ALIVE: { readonly [protocol in KeyMeaning['protocol']]: Uint8Array } = {
  iso14230: bytesOf(0x3e, 0x01),
  iso9141: bytesOf(0x01, 0x00),
};

/** What is due when nothing is under way: the next request, the keep-alive, the end. */
export function whenReady(state: TesterState, phase: Ready, context: Context): Turn {
  const { session } = phase;
  const { now } = context;
  if (now >= later(phase.since, session.timing.p3Max)) return endSession(state, session, context);
  if (now < phase.quietUntil) return still(state);
  const [job] = state.jobs;
  if (job === undefined) return now >= aliveAt(phase, context) ? sayAlive(state, session, context) : still(state);
  if (job.kind === 'close' || !isWith(session, job)) return sayStop(state, session, context);
  const longest = longestMessage(session.meaning);
  if (job.bytes.length > longest)
    return {
      state: { ...state, jobs: state.jobs.slice(1) },
      out: [{ kind: 'failed', ticket: job.ticket, error: 'too-long', limit: longest }],
    };
  const used = { ...session, demanded: now };
  return write(
    { ...state, jobs: state.jobs.slice(1) },
    { kind: 'request', session: used, request: job },
    job.bytes,
    context,
  );
}

const isWith = (session: Session, { to }: Request): boolean =>
  to.mode === session.with.mode && to.address === session.with.address;

/** When `whenReady` has something to do without a job. */
export function readyDeadline(state: TesterState, phase: Ready, options: Context['options']): Millis {
  if (state.jobs.length > 0) return phase.quietUntil;
  const expires = later(phase.since, phase.session.timing.p3Max);
  return millis(Math.min(expires, aliveAt(phase, { options, now: phase.since })));
}

function aliveAt({ session, since, quietUntil }: Ready, { options }: Context): Millis {
  const at = later(since, options.keepAlive.after);
  const last = later(session.demanded, options.keepAlive.atMost);
  return at > last ? millis(Number.POSITIVE_INFINITY) : millis(Math.max(at, quietUntil));
}

function write(state: TesterState, purpose: WithSession, data: Uint8Array, context: Context): Turn {
  const { meaning } = purpose.session;
  const form = meaning.protocol === 'iso9141' ? 'in-format' : lengthFormFor(meaning.lengths, data.length);
  const bytes = encodeMessage({ header: headerFor(purpose.session, context.options.address), data }, form);
  return bytes.ok ? beginWriting(state, purpose, bytes.value, context) : still(state);
}

type WithSession = Extract<Purpose, { session: Session }>;

function headerFor({ with: to, meaning }: Session, source: number): Header {
  if (meaning.protocol === 'iso9141') return { kind: 'carb', ...CARB_REQUEST, source };
  const short = meaning.header.short && !meaning.header.addressed;
  return short ? { kind: 'none' } : { kind: to.mode, target: to.address, source };
}

const sayAlive = (state: TesterState, session: Session, context: Context): Turn =>
  write(state, { kind: 'alive', session }, ALIVE[session.meaning.protocol], context);

/** ISO 9141-2 has no word for the end: its units wait for P3max. */
const sayStop = (state: TesterState, session: Session, context: Context): Turn =>
  session.meaning.protocol === 'iso9141'
    ? endSession(state, session, context)
    : write(state, { kind: 'stop', session }, bytesOf(COMMUNICATION.stop), context);

export function endSession(state: TesterState, session: Session, { now }: Context): Turn {
  const quietUntil = later(now, session.timing.p3Min);
  return enter(state, { name: 'asleep', quietUntil }, { kind: 'ended', with: session.with });
}

/** A request, a keep-alive or a stop is on the line: now the unit has P2. */
export function requestWritten(state: TesterState, purpose: WithSession, { options, now }: Context): Turn {
  const { session } = purpose;
  const until = later(now, session.timing.p2Max, options.latency);
  switch (purpose.kind) {
    case 'stop':
      return enter(state, { name: 'stopping', session, until });
    case 'alive':
      return enter(state, {
        name: 'listening',
        session,
        asked: 'alive',
        request: ALIVE[session.meaning.protocol],
        answers: 0,
        until,
      });
    case 'request': {
      const { bytes, ticket } = purpose.request;
      const phase: Listening = { name: 'listening', session, asked: 'request', request: bytes, answers: 0, until };
      return enter(state, phase, { kind: 'sent', ticket });
    }
  }
}

/** A unit's message while one is expected. */
export function hearAnswer(
  state: TesterState,
  phase: Listening,
  source: number,
  { data }: KLineMessage,
  { options, now }: Context,
): Turn {
  const { session, asked, request } = phase;
  const mine = asked === 'alive' && answers(data, request);
  const told: Turn = { state, out: mine ? [] : [{ kind: 'message', source, bytes: data }] };
  const pending = data[0] === NEGATIVE && data[2] === RESPONSE_PENDING;
  const wait = pending ? session.timing.p3Max : session.timing.p2Max;
  const more = pending || session.with.mode === 'functional' || session.meaning.protocol === 'iso9141';
  return andThen(told, (next) => {
    if (more) return enter(next, { ...phase, answers: phase.answers + 1, until: later(now, wait, options.latency) });
    return afterAnswer(next, { ...session, timing: timingAfter(session.timing, request, data) }, data, now);
  });
}

function afterAnswer(state: TesterState, session: Session, data: Uint8Array, now: Millis): Turn {
  if (data[0] === COMMUNICATION.stop + POSITIVE)
    return enter(
      state,
      { name: 'asleep', quietUntil: later(now, session.timing.p3Min) },
      { kind: 'ended', with: session.with },
    );
  return enter(state, { name: 'ready', session, quietUntil: later(now, session.timing.p3Min), since: now });
}

const answers = (data: Uint8Array, request: Uint8Array): boolean =>
  data[0] === (request[0] ?? 0) + POSITIVE || (data[0] === NEGATIVE && data[1] === request[0]);

/** Times that the unit has agreed to hold from its answer on. (ISO 14230-2 5.4) */
function timingAfter(before: LineTiming, request: Uint8Array, answer: Uint8Array): LineTiming {
  if (request[0] !== COMMUNICATION.accessTiming || answer[0] !== COMMUNICATION.accessTiming + POSITIVE) return before;
  if (request[1] === TIMING_PARAMETERS.setDefault) return NORMAL_TIMING;
  if (request[1] !== TIMING_PARAMETERS.setGiven) return before;
  return decodeTiming(request.subarray(2), before) ?? before;
}

/** Nobody says more. A unit that does not even answer the keep-alive is not in communication any more. */
export function answersOver(state: TesterState, { session, asked, answers: count }: Listening, context: Context): Turn {
  if (asked === 'alive' && count === 0) return endSession(state, session, context);
  return readyAgain(state, session, context);
}

/** The line does not carry what is written: whoever waits first is told, and the unit is woken anew the next time. */
export function writeFailed(state: TesterState, purpose: Purpose, error: EchoError, context: Context): Turn {
  if (error === 'echo-wrong' && (purpose.kind === 'request' || purpose.kind === 'alive'))
    return disturbed({ ...state, heard: new Uint8Array() }, purpose, context);
  const quietUntil = later(context.now, NORMAL_TIMING.p3Min);
  const asleep = enter({ ...state, heard: new Uint8Array() }, { name: 'asleep', quietUntil });
  switch (purpose.kind) {
    case 'start':
    case 'inverted-key':
      return andThen(asleep, (next) => failFirst(next, error));
    case 'request':
      return andThen(asleep, (next) => ({
        state: next,
        out: [
          { kind: 'failed', ticket: purpose.request.ticket, error },
          { kind: 'ended', with: purpose.session.with },
        ],
      }));
    case 'alive':
    case 'stop':
      return andThen(asleep, (next) => ({ state: next, out: [{ kind: 'ended', with: purpose.session.with }] }));
  }
}

/**
 * Noise on the line, or at this end of it alone: the unit has taken the message or dropped it by its sum, and stays in
 * communication either way. A request is waited for like any other; the next keep-alive comes in its time.
 */
function disturbed(
  state: TesterState,
  purpose: Extract<WithSession, { kind: 'request' | 'alive' }>,
  context: Context,
): Turn {
  const told: TesterOut = { kind: 'reception-failed', source: undefined, error: 'echo' };
  const turn =
    purpose.kind === 'request' ? requestWritten(state, purpose, context) : readyAgain(state, purpose.session, context);
  return { state: turn.state, out: [...turn.out, told] };
}

function readyAgain(state: TesterState, session: Session, { now }: Context): Turn {
  return enter(state, { name: 'ready', session, quietUntil: later(now, session.timing.p3Min), since: now });
}
