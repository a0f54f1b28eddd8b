import { after, fromHex, hex, type Millis, millis, ok, seconds, showBytes } from '@baylink/kernel';
import { SID } from '../codec/services.table.js';
import { SERVER_DEFAULTS, type ServerConfig } from './config.js';
import type { Addressing, Ask, AskContext, AskResult, ServerInput, ServerOut, ServerStart, TesterId } from './io.js';
import { createServer, server } from './server.js';
import type { ServerState } from './state.js';

/** More deadlines in one wait than any test has: time stands still. */
export const MAX_TURNS = 1000;

/** Bytes of a test's hex; a typing error in a test is a bug of the test. */
export function bytes(text: string): Uint8Array {
  const parsed = fromHex(text);
  if (parsed === undefined) throw new Error(`not hex: ${text}`);
  return parsed;
}

/** What the application does with an ask: answer now, answer later, or never. */
export type Reply = AskResult | { readonly takes: number; readonly result: AskResult } | 'never';
export type Application = (ask: Ask, context: AskContext) => Reply;

export const obliging: Application = () => ok(new Uint8Array());

/** A unit with everything: programming restarts, level 1 for writing, the complement as key. */
export const SAMPLE: ServerConfig = {
  ...SERVER_DEFAULTS,
  sessions: [
    { session: 1, from: 'any', enter: 'here' },
    { session: 3, from: 'any', enter: 'here' },
    { session: 2, from: [3], enter: 'restart' },
  ],
  services: [
    ...[0x10, 0x11, 0x14, 0x19, 0x22, 0x27, 0x31, 0x3e].map((sid) => ({ sid, sessions: 'any' as const })),
    { sid: SID.WriteDataByIdentifier, sessions: [3], security: [1], addressing: 'physical' },
    ...[0x34, 0x35, 0x36, 0x37].map((sid) => ({ sid, sessions: [3] })),
    { sid: SID.CommunicationControl, sessions: [3], subFunctions: [{ subFunction: 0 }, { subFunction: 3 }] },
    {
      sid: SID.ControlDTCSetting,
      sessions: 'any',
      subFunctions: [{ subFunction: 1 }, { subFunction: 2, sessions: [3], security: [1] }],
    },
  ],
  security: {
    levels: [{ level: 1, seedBytes: 4, sessions: [3], key: (seed) => seed.map((byte) => ~byte & 0xff) }],
    attempts: 3,
    delay: seconds(10),
    bootDelay: millis(0),
  },
  transfer: { maxBlockLength: 6 },
};

export const CHANCE = bytes('11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF 00');

interface RequestOptions {
  readonly tester?: TesterId;
  readonly addressing?: Addressing;
  readonly chance?: Uint8Array;
}

/** One server on a clock of its own, with an application that answers its asks. */
export class ServerRig {
  now: Millis = millis(0);
  state: ServerState;
  readonly asks: Ask[] = [];
  readonly events: Exclude<ServerOut, { kind: 'ask' | 'respond' }>[] = [];
  readonly responses: Extract<ServerOut, { kind: 'respond' }>[] = [];
  readonly #due: { readonly at: Millis; readonly id: number; readonly result: AskResult }[] = [];

  constructor(
    readonly application: Application = obliging,
    config: ServerConfig = SAMPLE,
    start: Partial<ServerStart> = {},
  ) {
    this.state = createServer(config, { at: this.now, ...start });
  }

  /** The responses that leave at once, as hex. */
  ask(text: string, options: RequestOptions = {}): string[] {
    const { tester = 0x0e00, addressing = 'physical', chance = CHANCE } = options;
    return this.feed({ kind: 'request', bytes: bytes(text), tester, addressing, chance });
  }

  feed(input: ServerInput): string[] {
    const before = this.responses.length;
    this.#step(input);
    return this.responses.slice(before).map((response) => showBytes(response.bytes));
  }

  /** Lets time pass, ticking at every deadline; each response is told with its time, "+40 7F 31 78". */
  wait(duration: number): string[] {
    const begin = this.now;
    const end = after(begin, millis(duration));
    const told: string[] = [];
    for (let next = this.#next(end), turns = 0; next !== undefined; next = this.#next(end), turns++) {
      if (turns > MAX_TURNS) throw new Error(`the server does not get beyond ${this.now} ms`);
      this.now = millis(Math.max(next.at, this.now));
      told.push(...this.feed(next.input).map((text) => `+${this.now - begin} ${text}`));
    }
    this.now = end;
    return told;
  }

  /** Through 10 03, and 27 01/02 when asked. */
  extended(unlocked: 'locked' | 'unlocked' = 'locked'): this {
    this.ask('10 03');
    if (unlocked === 'unlocked') {
      this.ask('27 01');
      this.ask('27 02 EE DD CC BB');
    }
    this.events.length = 0;
    this.asks.length = 0;
    return this;
  }

  #next(end: Millis): { readonly at: Millis; readonly input: ServerInput } | undefined {
    const tickAt = server.deadline(this.state);
    const [answer] = this.#due;
    if (answer !== undefined && answer.at <= end && (tickAt === undefined || answer.at <= tickAt)) {
      this.#due.shift();
      return { at: answer.at, input: { kind: 'answer', id: answer.id, result: answer.result } };
    }
    return tickAt !== undefined && tickAt <= end ? { at: tickAt, input: { kind: 'tick' } } : undefined;
  }

  #step(input: ServerInput): void {
    const { state, out } = server.step(this.state, input, this.now);
    this.state = state;
    for (const each of out) this.#take(each);
  }

  #take(out: ServerOut): void {
    if (out.kind === 'respond') this.responses.push(out);
    else if (out.kind === 'ask') this.#answer(out.id, out.request, out.context);
    else this.events.push(out);
  }

  #answer(id: number, ask: Ask, context: AskContext): void {
    this.asks.push(ask);
    const reply = this.application(ask, context);
    if (reply === 'never') return;
    if ('takes' in reply) {
      this.#due.push({ at: after(this.now, millis(reply.takes)), id, result: reply.result });
      this.#due.sort((a, b) => a.at - b.at);
    } else {
      this.#step({ kind: 'answer', id, result: reply });
    }
  }
}

/** Level and data of asks in one word each, for short expectations. */
export const showAsk = (ask: Ask): string => {
  if (ask.service !== 'TransferData') return ask.service;
  return ask.direction === 'download'
    ? `write ${hex(ask.data)} at ${ask.address.toString(16)}`
    : `read ${ask.length} at ${ask.address.toString(16)}`;
};
