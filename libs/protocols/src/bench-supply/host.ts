import { after, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import type { SupplyAnswer, SupplyCommand } from './command.js';
import type { Ask, Dialect } from './dialect.js';

export interface SupplyHostOptions {
  readonly dialect: Dialect;
  /** How long the instrument may take for one reply. */
  readonly replyLimit: Millis;
  /** After a reply that did not come: for how long what comes late is dropped. */
  readonly quiet: Millis;
  /** Commands that may wait. */
  readonly queue: number;
}

export const SUPPLY_HOST_DEFAULTS = { replyLimit: millis(1000), quiet: millis(200), queue: 16 } as const;

interface Request {
  readonly ticket: number;
  readonly command: SupplyCommand;
}

interface Common {
  readonly queued: readonly Request[];
}

export type SupplyHostState =
  | (Common & { readonly phase: 'idle' })
  /** `ask` is with the instrument; `asks` come after it. */
  | (Common & {
      readonly phase: 'asking';
      readonly request: Request;
      readonly ask: Ask;
      readonly asks: readonly Ask[];
      readonly replies: readonly string[];
      readonly heard: string;
      readonly by: Millis;
      /** When a reply that ends in silence has ended. */
      readonly silentAt: Millis | undefined;
    })
  /** The instrument is left alone; then `next` goes on. */
  | (Common & { readonly phase: 'resting'; readonly until: Millis; readonly next: SupplyHostState | undefined });

export type SupplyHostInput =
  | { readonly kind: 'command'; readonly command: SupplyCommand; readonly ticket: number }
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  | { readonly kind: 'tick' };

export type SupplyFailure =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'queue-full' }
  /** The instrument's own words. */
  | { readonly kind: 'refused' | 'garbled'; readonly text: string };

export type SupplyHostOut =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'answered'; readonly ticket: number; readonly answer: SupplyAnswer }
  | { readonly kind: 'failed'; readonly ticket: number; readonly failure: SupplyFailure };

type HostStep = Step<SupplyHostState, SupplyHostOut>;
type Asking = Extract<SupplyHostState, { phase: 'asking' }>;

export const SUPPLY_HOST_START: SupplyHostState = { phase: 'idle', queued: [] };

/** Characters; the longest name of an instrument is far shorter. */
const LONGEST_REPLY = 256;

/** The computer's side of the line to a bench supply: one command at a time, each with an end. */
export function supplyHost(options: SupplyHostOptions): Machine<SupplyHostState, SupplyHostInput, SupplyHostOut> {
  const { dialect, queue, replyLimit, quiet } = options;

  function begin(state: SupplyHostState, now: Millis): HostStep {
    const [request, ...queued] = state.queued;
    if (state.phase !== 'idle' || request === undefined) return { state, out: [] };
    return write({ queued }, request, dialect.asks(request.command), [], now);
  }

  function write(
    common: Common,
    request: Request,
    asks: readonly Ask[],
    replies: readonly string[],
    now: Millis,
  ): HostStep {
    const [ask, ...rest] = asks;
    if (ask === undefined) return conclude(common, request, replies, now);
    const by = after(now, replyLimit);
    const asking: Asking = {
      ...common,
      phase: 'asking',
      request,
      ask,
      asks: rest,
      replies,
      heard: '',
      by,
      silentAt: undefined,
    };
    const out: SupplyHostOut = { kind: 'write', text: ask.text + dialect.terminator };
    if (ask.reply.kind !== 'none') return { state: asking, out: [out] };
    return { state: { ...common, phase: 'resting', until: after(now, dialect.pause), next: asking }, out: [out] };
  }

  function conclude(common: Common, request: Request, replies: readonly string[], now: Millis): HostStep {
    const end = dialect.conclude(request.command, replies);
    const { ticket } = request;
    const out: SupplyHostOut = end.ok
      ? { kind: 'answered', ticket, answer: end.value }
      : { kind: 'failed', ticket, failure: end.error };
    const next = begin({ ...common, phase: 'idle' }, now);
    return { state: next.state, out: [out, ...next.out] };
  }

  function replied({ request, asks, replies, queued }: Asking, reply: string, now: Millis): HostStep {
    return write({ queued }, request, asks, [...replies, reply], now);
  }

  function heard(state: Asking, text: string, now: Millis): HostStep {
    const all = (state.heard + text).slice(0, LONGEST_REPLY);
    const { reply } = state.ask;
    switch (reply.kind) {
      case 'line': {
        const end = all.indexOf('\n');
        return end === -1
          ? { state: { ...state, heard: all }, out: [] }
          : replied(state, all.slice(0, end).trim(), now);
      }
      case 'bytes':
        if (all.length < reply.count) return { state: { ...state, heard: all }, out: [] };
        return replied(state, all.slice(0, reply.count), now);
      case 'silence':
        return { state: { ...state, heard: all, silentAt: after(now, reply.lasts) }, out: [] };
      case 'none':
        return { state, out: [] };
      default:
        return unreachable(reply);
    }
  }

  function deadline(state: SupplyHostState): Millis | undefined {
    switch (state.phase) {
      case 'idle':
        return undefined;
      case 'asking':
        return state.silentAt === undefined ? state.by : millis(Math.min(state.by, state.silentAt));
      case 'resting':
        return state.until;
      default:
        return unreachable(state);
    }
  }

  function tick(state: SupplyHostState, now: Millis): HostStep {
    const due = deadline(state);
    if (due === undefined || now < due) return { state, out: [] };
    if (state.phase === 'resting') return rested(state, now);
    if (state.phase !== 'asking') return { state, out: [] };
    if (state.silentAt !== undefined) return replied(state, state.heard.trim(), now);
    const { request, queued } = state;
    return {
      state: { phase: 'resting', queued, until: after(now, quiet), next: undefined },
      out: [{ kind: 'failed', ticket: request.ticket, failure: { kind: 'timeout' } }],
    };
  }

  function rested({ next, queued }: Extract<SupplyHostState, { phase: 'resting' }>, now: Millis): HostStep {
    if (next?.phase !== 'asking') return begin({ phase: 'idle', queued }, now);
    return write({ queued }, next.request, next.asks, next.replies, now);
  }

  function step(state: SupplyHostState, input: SupplyHostInput, now: Millis): HostStep {
    switch (input.kind) {
      case 'command':
        if (state.queued.length >= queue)
          return { state, out: [{ kind: 'failed', ticket: input.ticket, failure: { kind: 'queue-full' } }] };
        return begin({ ...state, queued: [...state.queued, input] }, now);
      case 'received':
        return state.phase === 'asking' ? heard(state, String.fromCharCode(...input.bytes), now) : { state, out: [] };
      case 'tick':
        return tick(state, now);
      default:
        return unreachable(input);
    }
  }

  return { step, deadline };
}
