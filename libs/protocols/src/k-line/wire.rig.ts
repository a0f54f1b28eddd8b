import { fromHex, hex, type Machine, type Millis, millis } from '@baylink/kernel';
import {
  kLineServer,
  kLineTester,
  LINE_DEFAULTS,
  LINE_START,
  type LineInput,
  type LineOptions,
  type LineOut,
  type LineState,
  TESTER_DEFAULTS,
  TESTER_START,
  type TesterInput,
  type TesterOptions,
  type TesterOut,
  type TesterState,
} from './index.js';

/** The unit of the published exchange: both length forms or only one, addresses, normal timing. */
export const ENGINE = { address: 0x10, functional: [0x33], keys: { kb1: 0xea, kb2: 0x8f } } as const;
export const PHYSICAL = { mode: 'physical', address: 0x10 } as const;
export const FUNCTIONAL = { mode: 'functional', address: 0x33 } as const;

export interface WireOptions {
  readonly tester?: Partial<TesterOptions>;
  readonly line?: Partial<LineOptions>;
  /** What the units answer, in this order. */
  readonly answer?: (request: string) => readonly string[];
  /** What the tester hears of its own bytes; the same, unless a test says otherwise. */
  readonly echo?: (bytes: Uint8Array) => Uint8Array;
  /** What the units hear of the tester. */
  readonly toUnits?: (bytes: Uint8Array) => Uint8Array;
  /** What the tester hears of the units. */
  readonly fromUnits?: (bytes: Uint8Array) => Uint8Array;
}

type Event = { readonly at: number; readonly run: () => void };

/** A tester and units on one wire and one clock: bytes are on it at once, wake-ups take their time. */
export class Wire {
  /** Everything on the wire with who wrote it, one entry a message or a byte. */
  readonly log: string[] = [];
  readonly told: TesterOut[] = [];
  readonly units: LineOut[] = [];
  now = millis(0);
  tester: TesterState = TESTER_START;
  line: LineState = LINE_START;
  readonly #testerMachine: Machine<TesterState, TesterInput, TesterOut>;
  readonly #lineMachine: Machine<LineState, LineInput, LineOut>;
  readonly #events: Event[] = [];
  #tickets = 0;

  constructor(private readonly options: WireOptions = {}) {
    this.#testerMachine = kLineTester({ ...TESTER_DEFAULTS, ...options.tester });
    this.#lineMachine = kLineServer({ units: [ENGINE], ...LINE_DEFAULTS, ...options.line });
  }

  send(text: string, to: { mode: 'physical' | 'functional'; address: number } = PHYSICAL): number {
    const ticket = ++this.#tickets;
    this.toTester({ kind: 'send', ticket, to, bytes: fromHex(text) ?? new Uint8Array() });
    return ticket;
  }

  toTester(input: TesterInput): void {
    const turn = this.#testerMachine.step(this.tester, input, this.now);
    this.tester = turn.state;
    for (const out of turn.out) this.#obeyTester(out);
  }

  toLine(input: LineInput): void {
    const turn = this.#lineMachine.step(this.line, input, this.now);
    this.line = turn.state;
    for (const out of turn.out) this.#obeyLine(out);
  }

  /** Lives through everything until `wait` has passed. */
  pass(wait: number): void {
    const end = millis(this.now + wait);
    for (;;) {
      const due = Math.min(
        this.#testerMachine.deadline(this.tester) ?? Number.POSITIVE_INFINITY,
        this.#lineMachine.deadline(this.line) ?? Number.POSITIVE_INFINITY,
        ...this.#events.map(({ at }) => at),
      );
      if (due > end) break;
      this.now = millis(Math.max(this.now, due));
      this.#runEvents();
      this.toLine({ kind: 'tick' });
      this.toTester({ kind: 'tick' });
    }
    this.now = end;
  }

  /** Messages that the owner of the tester was given. */
  get messages(): string[] {
    return this.told.flatMap((out) => (out.kind === 'message' ? [hex(out.bytes)] : []));
  }

  of<K extends TesterOut['kind']>(kind: K): Extract<TesterOut, { kind: K }>[] {
    return this.told.filter((out): out is Extract<TesterOut, { kind: K }> => out.kind === kind);
  }

  #at(wait: Millis, run: () => void): void {
    this.#events.push({ at: this.now + wait, run });
  }

  #runEvents(): void {
    for (let i = this.#events.findIndex(({ at }) => at <= this.now); i !== -1; ) {
      this.#events.splice(i, 1)[0]?.run();
      i = this.#events.findIndex(({ at }) => at <= this.now);
    }
  }

  #obeyTester(out: TesterOut): void {
    if (out.kind !== 'perform') {
      this.told.push(out);
      return;
    }
    const { action } = out;
    switch (action.kind) {
      case 'wake-up':
        this.log.push(`${this.now} wake-up`);
        this.toLine({ kind: 'wake-up' });
        this.#at(millis(action.low + action.high), () => this.toTester({ kind: 'performed' }));
        return;
      case 'address-byte':
        this.log.push(`${this.now} address ${hex(Uint8Array.of(action.byte))}`);
        this.#at(millis(2000), () => {
          this.toLine({ kind: 'address-byte', byte: action.byte });
          this.toTester({ kind: 'performed' });
        });
        return;
      case 'write': {
        this.log.push(`${this.now} > ${hex(action.bytes)}`);
        const echo = (this.options.echo ?? ((bytes) => bytes))(action.bytes);
        this.#at(millis(0), () => {
          this.toTester({ kind: 'received', bytes: echo });
          this.toLine({ kind: 'received', bytes: (this.options.toUnits ?? ((bytes) => bytes))(action.bytes) });
        });
        return;
      }
    }
  }

  #obeyLine(out: LineOut): void {
    if (out.kind === 'write') {
      this.log.push(`${this.now} < ${hex(out.bytes)}`);
      const heard = (this.options.fromUnits ?? ((bytes) => bytes))(out.bytes);
      this.#at(millis(0), () => this.toTester({ kind: 'received', bytes: heard }));
      return;
    }
    this.units.push(out);
    if (out.kind !== 'request') return;
    for (const text of this.options.answer?.(hex(out.bytes)) ?? [])
      this.toLine({ kind: 'answer', from: out.to, bytes: fromHex(text) ?? new Uint8Array() });
  }
}

/** The log as messages: single bytes of one side in a row are joined, times are left out. */
export function exchange(log: readonly string[]): string[] {
  const lines: string[] = [];
  for (const entry of log) {
    const text = entry.slice(entry.indexOf(' ') + 1);
    const last = lines.at(-1);
    if (last !== undefined && /^[<>]/.test(text) && last[0] === text[0]) lines[lines.length - 1] = last + text.slice(2);
    else lines.push(text);
  }
  return lines;
}
