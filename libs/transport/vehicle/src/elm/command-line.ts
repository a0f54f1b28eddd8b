import { type Clock, DrivenMachine, err, type Millis, millis, ok, type Result, unreachable } from '@baylink/kernel';
import {
  elmHost,
  HOST_DEFAULTS,
  HOST_START,
  type HostCounters,
  type HostFailure,
  type HostInput,
  type HostOut,
  type HostState,
  type Reply,
  type Trouble,
} from '@baylink/protocols/elm';
import type { LinkError } from '../link.js';
import * as say from './sentences.js';

/** Of a command that the adapter answers by itself. */
const LIMIT = millis(1000);

interface Asked {
  readonly text: string;
  readonly hear: (line: string) => void;
  readonly works: () => void;
  readonly resolve: (reply: Result<Reply, LinkError>) => void;
}

/** A command under way. */
export interface Exchange {
  readonly reply: Promise<Result<Reply, LinkError>>;
  /** Ends the adapter's waiting for the car. */
  interrupt(): void;
}

export interface CommandLineParts {
  readonly place: string;
  readonly clock: Clock;
  readonly write: (bytes: Uint8Array) => void;
  readonly unasked: (text: string, trouble: Trouble | undefined) => void;
  /** It will answer nothing any more. */
  readonly mute: () => void;
}

/** Commands and their replies, one at a time, on the link's clock. */
export class CommandLine {
  readonly #machine: DrivenMachine<HostState, HostInput, HostOut>;
  readonly #asked = new Map<number, Asked>();
  #nextTicket = 1;

  constructor(private readonly parts: CommandLineParts) {
    this.#machine = new DrivenMachine(elmHost(HOST_DEFAULTS), HOST_START, parts.clock, { kind: 'tick' }, (out) =>
      this.#perform(out),
    );
  }

  get counters(): HostCounters {
    return this.#machine.state.counters;
  }

  ask(text: string, limit: Millis = LIMIT): Promise<Result<Reply, LinkError>> {
    return this.begin(
      text,
      limit,
      () => undefined,
      () => undefined,
    ).reply;
  }

  /** `works`: the adapter has begun something that takes it seconds. */
  begin(text: string, limit: Millis, hear: (line: string) => void, works: () => void): Exchange {
    const ticket = this.#nextTicket++;
    const reply = new Promise<Result<Reply, LinkError>>((resolve) => {
      this.#asked.set(ticket, { text, hear, works, resolve });
      this.#machine.feed({ kind: 'command', command: { ticket, text, limit } });
    });
    return { reply, interrupt: () => this.#machine.feed({ kind: 'interrupt', ticket }) };
  }

  received(bytes: Uint8Array): void {
    this.#machine.feed({ kind: 'received', bytes });
  }

  /** For good: everything that waits fails with this. */
  stop(error: LinkError): void {
    this.#machine.stop();
    for (const { resolve } of this.#asked.values()) resolve(err(error));
    this.#asked.clear();
  }

  #perform(out: HostOut): void {
    switch (out.kind) {
      case 'write':
        this.parts.write(out.bytes);
        return;
      case 'line':
        this.#asked.get(out.ticket)?.hear(out.text);
        return;
      case 'progress':
        this.#asked.get(out.ticket)?.works();
        return;
      case 'done':
        this.#settle(out.ticket, () => ok(out.reply));
        return;
      case 'failed':
        this.#settle(out.ticket, (asked) => err(this.#failure(out.error, asked)));
        return;
      case 'unasked':
        this.parts.unasked(out.text, out.trouble);
        return;
      case 'mute':
        this.parts.mute();
        return;
      default:
        unreachable(out);
    }
  }

  #settle(ticket: number, outcome: (asked: Asked) => Result<Reply, LinkError>): void {
    const asked = this.#asked.get(ticket);
    this.#asked.delete(ticket);
    asked?.resolve(outcome(asked));
  }

  #failure(error: HostFailure, { text }: Asked): LinkError {
    const { place } = this.parts;
    switch (error) {
      case 'silent':
        return say.silent(place, text.slice(0, 20));
      case 'mute':
        return say.mute(place);
      case 'queue-full':
        return say.queueFull(place, HOST_DEFAULTS.queue);
      default:
        return unreachable(error);
    }
  }
}
