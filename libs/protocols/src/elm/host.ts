import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import type { Command, HostCounters, HostInput, HostOptions, HostOut, HostState, Reply } from './host-state.js';
import { ascii, type LineState, splitReply, type Token } from './prompt-lines.js';
import { beginsProgress, troubleIn, withoutProgress } from './troubles.table.js';

type HostStep = Step<HostState, HostOut>;
type Waiting = Extract<HostState, { phase: 'waiting' }>;

/** Ends whatever the adapter waits for, and is no part of any command: spaces are skipped. */
const INTERRUPT = ' ';
/** Does nothing in the car; brings a prompt from any adapter. */
const NAME = 'ATI';
/** Kept of one reply: frames of the longest message, and what may come between them. Each line is told all the same. */
const MOST_LINES = 1024;
const MOST_TROUBLES = 16;
const EMPTY_REPLY: Reply = { lines: [], troubles: [] };

const write = (text: string): HostOut => ({ kind: 'write', bytes: ascii(text) });
const stay = (state: HostState): HostStep => ({ state, out: [] });
const isProgress = (line: LineState): boolean => line.phase === 'line' && beginsProgress(line.text);
const packed = (text: string): string => text.replace(/\s+/g, '').toUpperCase();

const counted = <S extends HostState>(state: S, counter: keyof HostCounters): S => ({
  ...state,
  counters: { ...state.counters, [counter]: state.counters[counter] + 1 },
});

const common = ({ line, queued, counters }: HostState) => ({ line, queued, counters });

/** The tester's side of an ELM327 line: one command at a time, from its carriage return to the prompt. */
export function elmHost(options: HostOptions): Machine<HostState, HostInput, HostOut> {
  function begin(state: HostState, command: Command, now: Millis): HostStep {
    const by = after(now, command.limit);
    return {
      state: counted({ ...common(state), phase: 'waiting', command, by, reply: EMPTY_REPLY }, 'commands'),
      out: [write(`${command.text}\r`)],
    };
  }

  function take(state: HostState, command: Command, now: Millis): HostStep {
    const fail = (error: 'queue-full' | 'mute'): HostStep => ({
      state,
      out: [{ kind: 'failed', ticket: command.ticket, error }],
    });
    if (state.phase === 'mute') return fail('mute');
    if (state.phase === 'ready') return begin(state, command, now);
    if (state.queued.length >= options.queue) return fail('queue-full');
    return stay({ ...state, queued: [...state.queued, command] });
  }

  /** The adapter takes a command again: the oldest that waits. */
  function free(state: HostState, out: readonly HostOut[], now: Millis): HostStep {
    const [next, ...queued] = state.queued;
    if (next === undefined) return { state: { ...common(state), phase: 'ready' }, out };
    const begun = begin({ ...state, queued }, next, now);
    return { state: begun.state, out: [...out, ...begun.out] };
  }

  function line(state: HostState, text: string): HostStep {
    if (state.phase !== 'waiting') {
      const trouble = troubleIn(text);
      return { state: counted(state, 'unasked'), out: [{ kind: 'unasked', text, trouble }] };
    }
    return answered(state, text);
  }

  function answered(state: Waiting, raw: string): HostStep {
    const { command, reply } = state;
    const first = reply.lines.length === 0 && reply.troubles.length === 0;
    if (first && packed(raw) === packed(command.text)) return stay(state);
    const trouble = troubleIn(raw);
    if (trouble !== undefined)
      return stay({ ...state, reply: { ...reply, troubles: [...reply.troubles, trouble].slice(-MOST_TROUBLES) } });
    const text = withoutProgress(raw);
    if (text === '') return { state, out: [{ kind: 'progress', ticket: command.ticket }] };
    const lines = reply.lines.length < MOST_LINES ? [...reply.lines, text] : reply.lines;
    return {
      state: { ...state, reply: { ...reply, lines } },
      out: [{ kind: 'line', ticket: command.ticket, text }],
    };
  }

  function prompt(state: HostState, now: Millis): HostStep {
    switch (state.phase) {
      case 'ready':
      case 'mute':
        return stay(state);
      case 'recovering':
        return free(state, [], now);
      case 'waiting':
        return free(state, [{ kind: 'done', ticket: state.command.ticket, reply: state.reply }], now);
      default:
        return unreachable(state);
    }
  }

  function token(state: HostState, read: Token, now: Millis): HostStep {
    switch (read.kind) {
      case 'line':
        return line(state, read.text);
      case 'prompt':
        return prompt(state, now);
      case 'overlong':
        return stay(counted(state, 'overlong'));
      default:
        return unreachable(read);
    }
  }

  function received(state: HostState, bytes: Uint8Array, now: Millis): HostStep {
    const split = splitReply(state.line, bytes);
    const out: HostOut[] = [];
    let current: HostState = { ...state, line: split.state };
    for (const read of split.tokens) {
      const next = token(current, read, now);
      current = next.state;
      out.push(...next.out);
    }
    return { state: current, out: [...out, ...progress(state, current)] };
  }

  /** Told when the line begins to say so: its end may come with the answer. */
  function progress(before: HostState, { phase, line, ...rest }: HostState): readonly HostOut[] {
    if (phase !== 'waiting' || !('command' in rest) || !isProgress(line) || isProgress(before.line)) return [];
    return [{ kind: 'progress', ticket: rest.command.ticket }];
  }

  const deadline = (state: HostState): Millis | undefined =>
    state.phase === 'waiting' || state.phase === 'recovering' ? state.by : undefined;

  function tick(state: HostState, now: Millis): HostStep {
    const due = deadline(state);
    if (due === undefined || now < due) return stay(state);
    const by = after(now, options.recovery);
    if (state.phase === 'waiting')
      return {
        state: counted({ ...common(state), phase: 'recovering', step: 'interrupted', by }, 'silences'),
        out: [{ kind: 'failed', ticket: state.command.ticket, error: 'silent' }, write(INTERRUPT)],
      };
    if (state.phase === 'recovering' && state.step === 'interrupted')
      return { state: { ...state, step: 'asked', by }, out: [write(`${NAME}\r`)] };
    const failed: HostOut[] = state.queued.map(({ ticket }) => ({ kind: 'failed', ticket, error: 'mute' }));
    return { state: { ...common(state), phase: 'mute', queued: [] }, out: [...failed, { kind: 'mute' }] };
  }

  function step(state: HostState, input: HostInput, now: Millis): HostStep {
    switch (input.kind) {
      case 'command':
        return take(state, input.command, now);
      case 'interrupt':
        if (state.phase !== 'waiting' || state.command.ticket !== input.ticket) return stay(state);
        return {
          state: { ...state, by: millis(Math.min(state.by, now + options.recovery)) },
          out: [write(INTERRUPT)],
        };
      case 'received':
        return received(state, input.bytes, now);
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  return { step, deadline };
}
