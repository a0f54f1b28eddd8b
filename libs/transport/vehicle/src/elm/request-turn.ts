import { after, type Clock, err, type Millis, millis, ok, type Result, showBytes } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import { type IdWidth, parseFrameLine, type Reply, type Trouble } from '@baylink/protocols/elm';
import type { LinkError } from '../link.js';
import type { CommandLine, Exchange } from './command-line.js';
import * as say from './sentences.js';

/** P2 and what adapter and gateway may add to it, until the first frame of an answer. */
const FIRST_ANSWER = millis(300);
/** Where no answer is wanted, a refusal may come all the same. (ISO 14229-2 P2) */
const NO_ANSWER = millis(60);
/** N_Cr, and the gap between the answers of several units. (ISO 15765-2 9.8) */
const NEXT_FRAME = millis(1000);
const NEXT_UNIT = millis(300);
/** P2* and a margin: the unit has asked for patience. (ISO 14229-2) */
const PATIENCE = millis(5500);
/** The adapter looks for a protocol, or wakes the car up. (ELM327: SP) */
const SEARCH = millis(12_000);
/** A long request is cut into frames at the unit's pace: the adapter watches over its flow control, and then over the answer. */
const LONG_REQUEST = millis(50_000);
/** From a request to the adapter's own prompt at the latest; above everything that the adapter itself may wait for. */
const LIMIT = millis(60_000);

/** Say nothing about the car, or are this side's own doing. */
const HARMLESS: ReadonlySet<Trouble> = new Set(['no-data', 'stopped']);
/** The request itself did not get out as it should. */
const NOT_SENT: ReadonlySet<Trouble> = new Set([
  'unknown-command',
  'can-error',
  'unable-to-connect',
  'bus-init-error',
  'bus-busy',
  'bus-error',
  'feedback-error',
  'internal-error',
  'flow-control-timeout',
  'out-of-memory',
  'host-overflow',
]);

export interface TurnParts {
  readonly line: CommandLine;
  readonly clock: Clock;
  readonly place: string;
  readonly width: IdWidth;
  readonly frame: (frame: CanFrame) => void;
  /** A trouble that did not keep the request from going out. */
  readonly trouble: (trouble: Trouble) => void;
}

export type Expecting = 'one-unit' | 'all-units' | 'nothing';

/** One request, from the command to the prompt behind the last answer that is waited for. */
export class RequestTurn {
  /** Resolves when it is known that the request got out, or why it did not. */
  readonly sent: Promise<Result<void, LinkError>>;
  /** Resolves when the adapter takes commands again. */
  readonly ended: Promise<void>;
  #settleSent: (outcome: Result<void, LinkError>) => void = () => {};
  #exchange: Exchange | undefined;
  #state: 'waiting' | 'answered' | 'over' = 'waiting';
  #until: Millis;
  #cancel: () => void = () => {};
  #nextWaits = false;
  /** The unit has asked for more time than the adapter waits by itself. */
  #patient = false;

  constructor(
    private readonly parts: TurnParts,
    private readonly bytes: Uint8Array,
    private readonly expecting: Expecting,
    long: boolean,
  ) {
    this.sent = new Promise((resolve) => {
      this.#settleSent = resolve;
    });
    this.#until = after(parts.clock.now(), FIRST_ANSWER);
    this.ended = this.#run(long);
  }

  /** Somebody else wants the adapter: no longer than needed. */
  hurry(): void {
    this.#nextWaits = true;
    if (this.#state === 'answered' && this.expecting !== 'all-units') this.#exchange?.interrupt();
  }

  /** A whole message has come: the answer, unless it asks for patience. */
  answered(pending: boolean): void {
    if (pending) {
      this.#state = 'waiting';
      this.#wait(PATIENCE);
      return;
    }
    this.#state = 'answered';
    this.#wait(NEXT_UNIT);
    if (this.#nextWaits && this.expecting !== 'all-units') this.#exchange?.interrupt();
  }

  async #run(long: boolean): Promise<void> {
    const { line, place } = this.parts;
    const text = showBytes(this.bytes).replaceAll(' ', '');
    if (long) {
      const announced = await line.ask(`STPXl:${this.bytes.length}`);
      if (!announced.ok || !announced.value.lines.includes('DATA')) {
        this.#end(announced.ok ? err(say.refusedSetting(place, 'STPX')) : announced);
        return;
      }
    }
    const first = this.expecting === 'nothing' ? NO_ANSWER : FIRST_ANSWER;
    const reply = await this.#listenWith(text, long ? LONG_REQUEST : first);
    this.#conclude(reply);
    while (this.#stillWaits()) await this.#listenWith('ATMA', millis(this.#until - this.parts.clock.now()));
    this.#end(ok());
  }

  /** The adapter's time is up, and the unit has asked for more: it is heard by listening to the bus. */
  #stillWaits(): boolean {
    return this.#state === 'waiting' && this.#patient && this.parts.clock.now() < this.#until;
  }

  #listenWith(text: string, first: Millis): Promise<Result<Reply, LinkError>> {
    this.#exchange = this.parts.line.begin(
      text,
      LIMIT,
      (said) => this.#hear(said),
      () => this.#wait(SEARCH),
    );
    this.#wait(first);
    return this.#exchange.reply;
  }

  #hear(said: string): void {
    const frame = parseFrameLine(said, this.parts.width);
    if (frame === undefined) return;
    this.#settleSent(ok());
    this.#wait(NEXT_FRAME);
    this.parts.frame(frame);
  }

  #conclude(reply: Result<Reply, LinkError>): void {
    if (!reply.ok) {
      this.#settleSent(reply);
      return;
    }
    const troubles = reply.value.troubles.filter((trouble) => !HARMLESS.has(trouble));
    const [first] = troubles.filter((trouble) => NOT_SENT.has(trouble));
    this.#settleSent(first === undefined ? ok() : err(say.troubled(this.parts.place, first)));
    for (const trouble of troubles) this.parts.trouble(trouble);
  }

  #wait(time: Millis): void {
    const { clock } = this.parts;
    this.#until = after(clock.now(), time);
    this.#patient = time === PATIENCE;
    this.#cancel();
    this.#cancel = clock.wake(this.#until, () => this.#exchange?.interrupt());
  }

  #end(outcome: Result<void, LinkError>): void {
    this.#cancel();
    this.#state = 'over';
    this.#exchange = undefined;
    this.#settleSent(outcome);
  }
}
