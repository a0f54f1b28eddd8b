import {
  type ConfigValue,
  decodeMessages,
  encodeMessages,
  IOCTL_ID,
  type LongSize,
  type MessageFilter,
  messageSize,
  type PassThruMessage,
  putLong,
  viewOf,
} from '@baylink/protocols/j2534';
import type { Library0404 } from './native-library.js';
import { numberIn, numberRoom } from './native-numbers.js';
import {
  type CallOutcome,
  configList,
  failureOf,
  NOTHING_WRONG,
  outcomeOf,
  READ_BATCH,
  READ_SOME,
  type ReadOutcome,
  type Session,
  versionsOf,
} from './session.js';
import type { CallFailure, OpenSettings, Versions } from './talk.js';

/** The shortest time to wait, in ms. */
const READ_WAIT = 1;

/** One device with one channel, by the 04.04 functions. */
export class Session0404 implements Session {
  #device: number | undefined;
  #channel = 0;
  readonly #long: LongSize;
  readonly #room: Uint8Array;

  constructor(
    private readonly library: Library0404,
    private readonly settings: OpenSettings,
  ) {
    this.#long = settings.long;
    this.#room = new Uint8Array(messageSize(settings.long));
  }

  open(): CallOutcome {
    const { device, protocol, flags, bitRate } = this.settings;
    const id = numberRoom(this.#long);
    const opened = this.#done('PassThruOpen', this.library.open(device ?? null, id));
    if (!opened.ok) return opened;
    this.#device = numberIn(id);
    const connected = this.#done('PassThruConnect', this.library.connect(this.#device, protocol, flags, bitRate, id));
    if (connected.ok) this.#channel = numberIn(id);
    else this.#closeDevice();
    return connected;
  }

  versions(): Versions {
    return { ...versionsOf(this.library, this.#device ?? 0), device: this.settings.device };
  }

  configure(values: readonly ConfigValue[]): CallOutcome {
    const [list] = configList(values, this.#long);
    return this.#done('SET_CONFIG', this.library.ioctl(this.#channel, IOCTL_ID.SET_CONFIG, list, null));
  }

  startFilter({ type, mask, pattern, flowControl }: MessageFilter): CallOutcome {
    const id = numberRoom(this.#long);
    const [m, p] = [encodeMessages([mask], this.#long), encodeMessages([pattern], this.#long)];
    const f = flowControl === undefined ? null : encodeMessages([flowControl], this.#long);
    const code = this.library.startFilter(this.#channel, type, m, p, f, id);
    return this.#done('PassThruStartMsgFilter', code, () => numberIn(id));
  }

  stopFilter(filter: number): CallOutcome {
    return this.#done('PassThruStopMsgFilter', this.library.stopFilter(this.#channel, filter));
  }

  write(messages: readonly PassThruMessage[], timeout: number): CallOutcome {
    const count = numberRoom(this.#long, messages.length);
    const code = this.library.write(this.#channel, encodeMessages(messages, this.#long), count, timeout);
    return this.#done('PassThruWriteMsgs', code, () => Math.min(numberIn(count), messages.length));
  }

  /**
   * One message at a time, and with a little time to wait: there are drivers that take a timeout of zero for "for ever",
   * and that give nothing before as many messages are there as were asked for.
   */
  read(): ReadOutcome {
    const messages: PassThruMessage[] = [];
    while (messages.length < READ_BATCH) {
      const { message, failure } = this.#readOne();
      if (message !== undefined) messages.push(message);
      if (message === undefined || failure !== undefined) return { messages, failure };
    }
    return { messages, failure: undefined };
  }

  #readOne(): { readonly message: PassThruMessage | undefined; readonly failure: CallFailure | undefined } {
    // Some libraries leave the count as it was when there is nothing: no message is then without length.
    putLong(viewOf(this.#room), 4 * this.#long, 0, this.#long);
    const count = numberRoom(this.#long, 1);
    const code = this.library.read(this.#channel, this.#room, count, READ_WAIT);
    const [message] = READ_SOME.has(code) ? decodeMessages(this.#room, Math.min(numberIn(count), 1), this.#long) : [];
    const failure = NOTHING_WRONG.has(code) ? undefined : failureOf(this.library, 'PassThruReadMsgs', code);
    return { message: message?.data.length === 0 ? undefined : message, failure };
  }

  voltage(): CallOutcome {
    const millivolts = numberRoom(this.#long);
    const code = this.library.ioctl(this.#device ?? 0, IOCTL_ID.READ_VBATT, null, millivolts);
    return this.#done('READ_VBATT', code, () => numberIn(millivolts));
  }

  close(): CallOutcome {
    const disconnected = this.#done('PassThruDisconnect', this.library.disconnect(this.#channel));
    const closed = this.#closeDevice();
    return disconnected.ok ? closed : disconnected;
  }

  #closeDevice(): CallOutcome {
    if (this.#device === undefined) return { ok: true, value: 0 };
    const code = this.library.close(this.#device);
    this.#device = undefined;
    return this.#done('PassThruClose', code);
  }

  #done(call: string, code: number, value?: () => number): CallOutcome {
    return outcomeOf(this.library, call, code, value);
  }
}
