import { err, type Millivolts, ok, type Result } from '@baylink/kernel';
import { type CanFrame, checkFrame } from '@baylink/protocols/can';
import {
  CAN_CONFIG,
  CONNECT_FLAGS_OF,
  canMessage,
  type IdWidths,
  type PassThruMessage,
  PROTOCOL_ID,
  passAllFilter,
  RETURN_CODE,
  sortReceived,
} from '@baylink/protocols/j2534';
import type { CanLink, CanLinkEvent, LinkError } from '../link.js';
import { type Answer, PassThru, type PassThruOptions } from './pass-thru.js';
import * as say from './sentences.js';

type Outcome = Result<void, LinkError>;

export interface J2534CanLinkOptions extends PassThruOptions {
  readonly ids?: IdWidths;
}

/** Beside frames, the adapter measures the supply at the vehicle's plug. */
export interface J2534CanLink extends CanLink {
  readVoltage(): Promise<Result<Millivolts, LinkError>>;
}

interface Sending {
  readonly frame: CanFrame;
  readonly resolve: (outcome: Outcome) => void;
}

/** Frames in one call: about 4 ms of a 500 kbit/s bus, in which nothing is read. */
const BATCH = 16;
const QUEUE = 256;
/** The adapter may take this long to send a batch, in ms: what a frame has by ISO 15765-2 (N_As). */
const BATCH_TIMEOUT = 1000;
/**
 * How often frames that the adapter did not take are given again. After ERR_TIMEOUT none is: one of them may be on the bus
 * already, and a frame that is there twice ends the message that it belongs to.
 */
const ATTEMPTS = 5;

class PassThruCan implements J2534CanLink {
  readonly kind = 'j2534';
  readonly #port: PassThru;
  readonly #queue: Sending[] = [];
  #sending: 'no' | 'yes' = 'no';
  #phase: 'new' | 'open' | 'closed' = 'new';
  /** Why it was lost, when that was before it was open. */
  #lostEarly: LinkError | undefined;
  #listener: (event: CanLinkEvent) => void = () => {};

  constructor(private readonly options: J2534CanLinkOptions) {
    this.#port = new PassThru(options, {
      received: (messages) => this.#received(messages),
      readFailed: (failure) => this.#failed(say.callFailed(options.library, failure)),
      lost: (error) => this.#end(error),
    });
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  async open(): Promise<Outcome> {
    const widths = this.options.ids ?? 'both';
    const opened = await this.#port.open({
      protocol: PROTOCOL_ID.CAN,
      flags: CONNECT_FLAGS_OF[widths],
      config: CAN_CONFIG,
    });
    if (!opened.ok) return opened;
    for (const extended of widths === 'both' ? [false, true] : [widths === 'extended']) {
      const filter = await this.#port.startFilter(passAllFilter(extended));
      if (filter.ok) continue;
      await this.#port.close();
      return err(this.#lostEarly ?? filter.error);
    }
    if (this.#lostEarly !== undefined) return err(this.#lostEarly);
    this.#phase = 'open';
    return ok();
  }

  send(frame: CanFrame): Promise<Outcome> {
    const { library } = this.options;
    const checked = checkFrame(frame);
    if (!checked.ok) return Promise.resolve(err({ kind: 'refused', message: checked.error }));
    if (this.#phase !== 'open') return Promise.resolve(err(say.notOpen(library)));
    if (this.#queue.length >= QUEUE) return Promise.resolve(err(say.tooManyCalls(library, QUEUE)));
    return new Promise((resolve) => {
      this.#queue.push({ frame, resolve });
      if (this.#sending === 'no') void this.#drain();
    });
  }

  readVoltage(): Promise<Result<Millivolts, LinkError>> {
    return this.#port.readVoltage();
  }

  async close(): Promise<void> {
    if (this.#phase !== 'open') return;
    this.#phase = 'closed';
    await this.#port.close();
    this.#listener({ kind: 'closed', error: undefined, at: this.options.clock.now() });
  }

  async #drain(): Promise<void> {
    this.#sending = 'yes';
    while (this.#queue.length > 0) await this.#batch(this.#queue.splice(0, BATCH));
    this.#sending = 'no';
  }

  async #batch(batch: readonly Sending[]): Promise<void> {
    let rest = batch;
    for (let attempt = 1; rest.length > 0; attempt++) {
      const messages = rest.map(({ frame: { id, extended, data } }) => canMessage(id, extended, data));
      const answer = await this.#port.write(messages, BATCH_TIMEOUT);
      const sent = answer.ok ? rest.length : answer.value;
      for (const { resolve } of rest.slice(0, sent)) resolve(ok());
      rest = rest.slice(sent);
      if (!answer.ok && (attempt === ATTEMPTS || !again(answer))) {
        for (const { resolve } of rest) resolve(err(answer.error));
        this.#failed(answer.error);
        return;
      }
    }
  }

  #received(messages: readonly PassThruMessage[]): void {
    const { library, clock, tap } = this.options;
    const at = clock.now();
    for (const message of messages) {
      const received = sortReceived(message);
      if (received.kind !== 'message') continue;
      tap?.byte('rx', library, message.data);
      const { id, extended, bytes } = received;
      const frame = checkFrame({ id, extended, data: bytes });
      if (this.#phase === 'open' && frame.ok) this.#listener({ kind: 'frame', frame: frame.value, at });
    }
  }

  #failed(error: LinkError): void {
    if (error.kind === 'lost') {
      this.#end(error);
      void this.#port.abandon();
    } else if (this.#phase === 'open') this.#listener({ kind: 'error', error, at: this.options.clock.now() });
  }

  #end(error: LinkError): void {
    if (this.#phase === 'new') this.#lostEarly = error;
    if (this.#phase !== 'open') return;
    this.#phase = 'closed';
    this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }
}

const again = ({ ok, ...answer }: Answer): boolean =>
  'failure' in answer && answer.failure?.code === RETURN_CODE.ERR_BUFFER_FULL;

/** Raw frames through a pass-thru adapter; ISO-TP is then this side's own. Nothing happens before `open`. */
export const openJ2534CanLink = (options: J2534CanLinkOptions): J2534CanLink => new PassThruCan(options);
