import { type Machine, type Millis, millis, unreachable } from '@baylink/kernel';
import { LONGEST_DATA } from '../message.js';
import { hearBytes, silence } from './hearing.js';
import type { TesterError, TesterInput, TesterOptions, TesterOut, Ticket } from './io.js';
import {
  beginStart,
  giveUp,
  hearAddress,
  hearSync,
  idled,
  invertKey,
  keyWritten,
  startFailed,
  startWritten,
  woken,
} from './starting.js';
import { andThen, type Context, later, type Phase, still, type TesterState, type Turn } from './state.js';
import { answersOver, endSession, readyDeadline, requestWritten, whenReady, writeFailed } from './talking.js';
import { continueWriting, hearEcho, type Written } from './writing.js';

/** The tester's side of K-Line: ISO 14230-2 and ISO 9141-2. One destination at a time; requests wait in their order. */
export function kLineTester(options: TesterOptions): Machine<TesterState, TesterInput, TesterOut> {
  return {
    step: (before, input, now) => {
      const context = { options, now };
      return catchUp(
        andThen(catchUp(still(before), context), (state) => react(state, input, context)),
        context,
      );
    },
    deadline: (state) => deadline(state, options),
  };
}

/** Lives through everything that is due; each turn of it moves a deadline on. */
function catchUp(start: Turn, context: Context): Turn {
  let turn = start;
  for (let due = deadline(turn.state, context.options); due !== undefined && due <= context.now; ) {
    turn = andThen(turn, (state) => live(state, context));
    due = deadline(turn.state, context.options);
  }
  return turn;
}

function react(state: TesterState, input: TesterInput, context: Context): Turn {
  switch (input.kind) {
    case 'tick':
      return still(state);
    case 'send':
      return take(state, input, context);
    case 'received':
      return hear(state, input.bytes, context);
    case 'performed':
      return state.phase.name === 'waking' ? woken(state, state.phase, context) : still(state);
    case 'not-performed':
      return state.phase.name === 'waking' ? giveUp(state, 'not-performed', context) : still(state);
    case 'close': {
      const out = state.jobs.flatMap((job): TesterOut[] =>
        job.kind === 'request' ? [{ kind: 'failed', ticket: job.ticket, error: 'closing' }] : [],
      );
      return { state: { ...state, jobs: [{ kind: 'close' }] }, out };
    }
    default:
      return unreachable(input);
  }
}

function take(
  state: TesterState,
  { ticket, to, bytes }: Extract<TesterInput, { kind: 'send' }>,
  { options }: Context,
): Turn {
  const refused = (error: TesterError, limit: number): Turn => ({ state, out: [failed(ticket, error, limit)] });
  if (state.jobs.some((job) => job.kind === 'close')) return refused('closing', 0);
  if (bytes.length === 0) return refused('empty', 1);
  if (bytes.length > LONGEST_DATA) return refused('too-long', LONGEST_DATA);
  if (state.jobs.length >= options.queue) return refused('queue-full', options.queue);
  return still({ ...state, jobs: [...state.jobs, { kind: 'request', ticket, to, bytes: bytes.slice() }] });
}

const failed = (ticket: Ticket, error: TesterError, limit: number): TesterOut => ({
  kind: 'failed',
  ticket,
  error,
  limit,
});

function hear(state: TesterState, bytes: Uint8Array, context: Context): Turn {
  const { phase } = state;
  switch (phase.name) {
    case 'asleep':
    case 'idling':
    case 'waking':
    case 'pausing':
      return still(state);
    case 'writing':
      return written(hearEcho(state, phase, bytes, context), context);
    case 'syncing':
    case 'confirming':
      return hearSingly(state, bytes, context);
    case 'starting':
    case 'ready':
    case 'listening':
    case 'stopping':
      return hearBytes(state, bytes, context);
    default:
      return unreachable(phase);
  }
}

/** Bytes of the start count one by one. */
function hearSingly(state: TesterState, bytes: Uint8Array, context: Context): Turn {
  const [byte] = bytes;
  if (byte === undefined) return still(state);
  const { phase } = state;
  const rest = bytes.subarray(1);
  if (phase.name === 'syncing')
    return andThen(hearSync(state, phase, byte, context), (next) => hear(next, rest, context));
  if (phase.name === 'confirming')
    return andThen(hearAddress(state, phase, byte, context), (next) => hear(next, rest, context));
  return still(state);
}

function written(result: Written, context: Context): Turn {
  switch (result.kind) {
    case 'under-way':
      return result.turn;
    case 'failed':
      return writeFailed(result.state, result.purpose, result.error, context);
    case 'done': {
      const { state, purpose, rest } = result;
      const next = afterWriting(state, purpose, context);
      return rest.length === 0 ? next : andThen(next, (heard) => hear(heard, rest, context));
    }
    default:
      return unreachable(result);
  }
}

function afterWriting(
  state: TesterState,
  purpose: Extract<Phase, { name: 'writing' }>['purpose'],
  context: Context,
): Turn {
  switch (purpose.kind) {
    case 'start':
      return startWritten(state, purpose.attempt, context);
    case 'inverted-key':
      return keyWritten(state, purpose.attempt, purpose.keys, context);
    case 'request':
    case 'alive':
    case 'stop':
      return requestWritten(state, purpose, context);
    default:
      return unreachable(purpose);
  }
}

/** What is due at its deadline. */
function live(state: TesterState, context: Context): Turn {
  const { phase } = state;
  if (state.heard.length > 0) return silence(state, context);
  switch (phase.name) {
    case 'asleep':
      return wake(state, context);
    case 'idling':
      return idled(state, phase, context);
    case 'waking':
      return still(state);
    case 'writing':
      return written(continueWriting(state, phase, context), context);
    case 'starting':
    case 'syncing':
    case 'confirming':
      return startFailed(state, phase.attempt, context);
    case 'pausing':
      return invertKey(state, phase, context);
    case 'ready':
      return whenReady(state, phase, context);
    case 'listening':
      return answersOver(state, phase, context);
    case 'stopping':
      return endSession(state, phase.session, context);
    default:
      return unreachable(phase);
  }
}

function wake(state: TesterState, context: Context): Turn {
  const [job] = state.jobs;
  if (job === undefined) return still(state);
  if (job.kind === 'close') return { state: { ...state, jobs: [] }, out: [{ kind: 'closed' }] };
  return beginStart(state, job.to, context);
}

function deadline(state: TesterState, options: TesterOptions): Millis | undefined {
  const { phase } = state;
  if (state.heard.length > 0) return later(state.lastByte, pauseLimit(options));
  switch (phase.name) {
    case 'asleep':
      return state.jobs.length > 0 ? phase.quietUntil : undefined;
    case 'waking':
      return undefined;
    case 'writing':
      return phase.due;
    case 'ready':
      return readyDeadline(state, phase, options);
    case 'idling':
    case 'starting':
    case 'syncing':
    case 'pausing':
    case 'confirming':
    case 'listening':
    case 'stopping':
      return phase.until;
    default:
      return unreachable(phase);
  }
}

/** P1max, and how late the system may be; ISO 9141-2 messages end by it, and there P2min lies above P1max. */
const pauseLimit = ({ latency }: TesterOptions): Millis => millis(20 + latency / 2);
