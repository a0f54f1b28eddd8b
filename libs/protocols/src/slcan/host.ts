import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import type { CanFrame } from '../can/index.js';
import { parseFrameLine } from './frame-text.js';
import { answers, commandText, type HostCommand, isReply } from './host-commands.js';
import { ascii, EMPTY_LINE, type LineState, splitLines, type Token } from './lines.js';

export interface HostOptions {
  /** Commands that may be with the adapter, not yet replied to. */
  readonly window: number;
  /** Commands that may wait for the window. */
  readonly queue: number;
  /** How long the adapter may take to reply. */
  readonly replyLimit: Millis;
  /** After a lost reply: for how long no reply may come before replies are believed again. */
  readonly quiet: Millis;
  /** The longest that such quiet is waited for. */
  readonly longestQuiet: Millis;
}

export const HOST_DEFAULTS: HostOptions = {
  window: 8,
  queue: 256,
  replyLimit: millis(1000),
  quiet: millis(60),
  longestQuiet: millis(1000),
};

interface Request {
  readonly ticket: number;
  readonly command: HostCommand;
}

interface Outstanding extends Request {
  readonly by: Millis;
}

/** They only grow. */
export interface HostCounters {
  readonly frames: number;
  /** Lines dropped: torn, glued, damaged, or remote frames. */
  readonly dropped: number;
  /** Replies that answer nothing. */
  readonly strays: number;
  readonly bells: number;
  readonly timeouts: number;
}

interface Common {
  readonly line: LineState;
  /** Oldest first. */
  readonly queued: readonly Request[];
  readonly counters: HostCounters;
}

export type HostState =
  /** `outstanding`: oldest first, replies come in this order. */
  | (Common & { readonly phase: 'working'; readonly outstanding: readonly Outstanding[] })
  /** A reply was lost: those that still come cannot be told apart, so they are dropped until none comes any more. */
  | (Common & { readonly phase: 'settling'; readonly until: Millis; readonly latest: Millis });

export type HostInput =
  /** Ends whatever the adapter was doing before: an unfinished line, an open channel. */
  | { readonly kind: 'reset' }
  /** `ticket` comes back with the outcome. */
  | { readonly kind: 'command'; readonly command: HostCommand; readonly ticket: number }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  | { readonly kind: 'tick' };

export type HostFailure = 'refused' | 'timeout' | 'queue-full';

export type HostOut =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  /** The adapter's own acknowledgement; `text` is what it answered to a question. */
  | { readonly kind: 'accepted'; readonly ticket: number; readonly text: string }
  | { readonly kind: 'failed'; readonly ticket: number; readonly error: HostFailure }
  | { readonly kind: 'frame'; readonly frame: CanFrame }
  /** A line was dropped. */
  | { readonly kind: 'dropped' };

type HostStep = Step<HostState, HostOut>;
type Working = Extract<HostState, { phase: 'working' }>;

export const HOST_START: HostState = {
  phase: 'working',
  line: EMPTY_LINE,
  queued: [],
  outstanding: [],
  counters: { frames: 0, dropped: 0, strays: 0, bells: 0, timeouts: 0 },
};

const counted = <S extends HostState>(state: S, counter: keyof HostCounters): S => ({
  ...state,
  counters: { ...state.counters, [counter]: state.counters[counter] + 1 },
});

/** The tester's side of a LAWICEL serial line: commands out in order, replies and received frames in. */
export function slcanHost(options: HostOptions): Machine<HostState, HostInput, HostOut> {
  /** What still waits fails too: the frames behind a lost one are of no use to anybody. */
  function settle(state: HostState, now: Millis): HostStep {
    const { line, counters } = state;
    const waiting = state.phase === 'working' ? [...state.outstanding, ...state.queued] : state.queued;
    return {
      state: {
        phase: 'settling',
        line,
        queued: [],
        counters,
        until: after(now, options.quiet),
        latest: after(now, options.longestQuiet),
      },
      out: waiting.map(({ ticket }) => ({ kind: 'failed', ticket, error: 'timeout' })),
    };
  }

  function reset(state: HostState, now: Millis): HostStep {
    const settled = settle(state, now);
    const bytes = ascii(`\r${commandText({ kind: 'close' })}`);
    return { state: settled.state, out: [...settled.out, { kind: 'write', bytes }] };
  }

  function enqueue(state: HostState, request: Request): HostStep {
    if (state.queued.length < options.queue) {
      return { state: { ...state, queued: [...state.queued, request] }, out: [] };
    }
    return { state, out: [{ kind: 'failed', ticket: request.ticket, error: 'queue-full' }] };
  }

  /** Writes what the window has room for, in one piece. */
  function flush(state: HostState, now: Millis): HostStep {
    if (state.phase !== 'working') return { state, out: [] };
    const next = state.queued.slice(0, Math.max(0, options.window - state.outstanding.length));
    if (next.length === 0) return { state, out: [] };
    const by = after(now, options.replyLimit);
    const outstanding = [...state.outstanding, ...next.map((request) => ({ ...request, by }))];
    const text = next.map(({ command }) => commandText(command)).join('');
    return {
      state: { ...state, queued: state.queued.slice(next.length), outstanding },
      out: [{ kind: 'write', bytes: ascii(text) }],
    };
  }

  function reply(state: HostState, read: Exclude<Token, { kind: 'torn' }>, now: Millis): HostStep {
    if (state.phase === 'settling') {
      return { state: counted({ ...state, until: after(now, options.quiet) }, 'strays'), out: [] };
    }
    return read.kind === 'bell' ? refused(counted(state, 'bells')) : accepted(state, read.text);
  }

  function refused(state: Working): HostStep {
    const [oldest, ...outstanding] = state.outstanding;
    if (oldest === undefined) return { state: counted(state, 'strays'), out: [] };
    const { ticket } = oldest;
    return { state: { ...state, outstanding }, out: [{ kind: 'failed', ticket, error: 'refused' }] };
  }

  function accepted(state: Working, text: string): HostStep {
    const [oldest, ...outstanding] = state.outstanding;
    if (oldest === undefined || !answers(oldest.command.kind, text)) {
      return { state: counted(state, 'strays'), out: [] };
    }
    return { state: { ...state, outstanding }, out: [{ kind: 'accepted', ticket: oldest.ticket, text }] };
  }

  function token(state: HostState, read: Token, now: Millis): HostStep {
    if (read.kind !== 'torn' && (read.kind === 'bell' || isReply(read.text))) return reply(state, read, now);
    const line = read.kind === 'torn' ? undefined : parseFrameLine(read.text);
    return line?.kind === 'data'
      ? { state: counted(state, 'frames'), out: [{ kind: 'frame', frame: line.frame }] }
      : { state: counted(state, 'dropped'), out: [{ kind: 'dropped' }] };
  }

  function received(state: HostState, bytes: Uint8Array, now: Millis): HostStep {
    const { state: line, tokens } = splitLines(state.line, bytes);
    const out: HostOut[] = [];
    let current: HostState = { ...state, line };
    for (const read of tokens) {
      const next = token(current, read, now);
      current = next.state;
      out.push(...next.out);
    }
    return { state: current, out };
  }

  function deadline(state: HostState): Millis | undefined {
    if (state.phase === 'working') return state.outstanding[0]?.by;
    return millis(Math.min(state.until, state.latest));
  }

  function tick(state: HostState, now: Millis): HostStep {
    const due = deadline(state);
    if (due === undefined || now < due) return { state, out: [] };
    if (state.phase === 'working') return settle(counted(state, 'timeouts'), now);
    const { line, queued, counters } = state;
    return { state: { phase: 'working', line, queued, counters, outstanding: [] }, out: [] };
  }

  function take(state: HostState, input: HostInput, now: Millis): HostStep {
    switch (input.kind) {
      case 'reset':
        return reset(state, now);
      case 'command':
        return enqueue(state, input);
      case 'received':
        return received(state, input.bytes, now);
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  function step(state: HostState, input: HostInput, now: Millis): HostStep {
    const taken = take(state, input, now);
    const flushed = flush(taken.state, now);
    return { state: flushed.state, out: [...taken.out, ...flushed.out] };
  }

  return { step, deadline };
}
