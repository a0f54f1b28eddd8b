import {
  type ConfigValue,
  decodeMessages,
  encodeMessages,
  getLong,
  IOCTL_ID,
  type LongSize,
  type MessageFilter,
  messageSize,
  type PassThruMessage,
  putLong,
  RETURN_CODE,
  viewOf,
} from '@baylink/protocols/j2534';
import { addressOf, type NativeLibrary } from './native-library.js';
import type { CallFailure, OpenSettings, Versions } from './talk.js';

/** What one call came to: a number of its own meaning, or the failure. */
export type CallOutcome =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly failure: CallFailure; readonly value: number };

const TEXT_ROOM = 256;
const SHOWN_TEXT = 80;
/** Messages asked for in one read. */
const READ_BATCH = 16;
/** Codes with which a read may have given messages all the same. */
const READ_SOME = new Set<number>([
  RETURN_CODE.STATUS_NOERROR,
  RETURN_CODE.ERR_BUFFER_EMPTY,
  RETURN_CODE.ERR_TIMEOUT,
  RETURN_CODE.ERR_BUFFER_OVERFLOW,
]);
const NOTHING_WRONG = new Set<number>([
  RETURN_CODE.STATUS_NOERROR,
  RETURN_CODE.ERR_BUFFER_EMPTY,
  RETURN_CODE.ERR_TIMEOUT,
]);

/** One device with one channel, by the 04.04 functions. Every call may take as long as the library likes. */
export class Session {
  #device: number | undefined;
  #channel = 0;
  readonly #long: LongSize;
  readonly #room: Uint8Array;

  constructor(
    private readonly library: NativeLibrary,
    private readonly settings: OpenSettings,
  ) {
    this.#long = settings.long;
    this.#room = new Uint8Array(READ_BATCH * messageSize(settings.long));
  }

  open(): CallOutcome {
    const { device, protocol, flags, bitRate } = this.settings;
    const id = this.#number();
    const opened = this.#done('PassThruOpen', this.library.open(device ?? null, id));
    if (!opened.ok) return opened;
    this.#device = this.#value(id);
    const connected = this.#done('PassThruConnect', this.library.connect(this.#device, protocol, flags, bitRate, id));
    if (connected.ok) this.#channel = this.#value(id);
    else this.#closeDevice();
    return connected;
  }

  versions(): Versions {
    const [firmware, dll, api] = [new Uint8Array(TEXT_ROOM), new Uint8Array(TEXT_ROOM), new Uint8Array(TEXT_ROOM)];
    const code = this.library.readVersion(this.#device ?? 0, firmware, dll, api);
    const told = (bytes: Uint8Array): string => (code === RETURN_CODE.STATUS_NOERROR ? text(bytes) : 'unknown');
    return { api: this.library.api, firmware: told(firmware), dll: told(dll), apiText: told(api) };
  }

  configure(values: readonly ConfigValue[]): CallOutcome {
    const long = this.#long;
    const pairs = new Uint8Array(values.length * 2 * long);
    const view = viewOf(pairs);
    values.forEach(({ parameter, value }, i) => {
      putLong(view, 2 * i * long, parameter, long);
      putLong(view, (2 * i + 1) * long, value, long);
    });
    const list = new Uint8Array(2 * POINTER);
    putLong(viewOf(list), 0, values.length, long);
    if (POINTER === 8) viewOf(list).setBigUint64(POINTER, addressOf(pairs), true);
    else viewOf(list).setUint32(POINTER, Number(addressOf(pairs)), true);
    return this.#done('SET_CONFIG', this.library.ioctl(this.#channel, IOCTL_ID.SET_CONFIG, list, null));
  }

  startFilter({ type, mask, pattern, flowControl }: MessageFilter): CallOutcome {
    const id = this.#number();
    const [m, p] = [encodeMessages([mask], this.#long), encodeMessages([pattern], this.#long)];
    const f = flowControl === undefined ? null : encodeMessages([flowControl], this.#long);
    return this.#done('PassThruStartMsgFilter', this.library.startFilter(this.#channel, type, m, p, f, id), () =>
      this.#value(id),
    );
  }

  stopFilter(filter: number): CallOutcome {
    return this.#done('PassThruStopMsgFilter', this.library.stopFilter(this.#channel, filter));
  }

  /** The value is how many were sent, also when it failed. */
  write(messages: readonly PassThruMessage[], timeout: number): CallOutcome {
    const count = this.#number(messages.length);
    const code = this.library.write(this.#channel, encodeMessages(messages, this.#long), count, timeout);
    return this.#done('PassThruWriteMsgs', code, () => Math.min(this.#value(count), messages.length));
  }

  /** What waits in the library, without waiting for more. */
  read(): { readonly messages: readonly PassThruMessage[]; readonly failure: CallFailure | undefined } {
    const size = messageSize(this.#long);
    // Some libraries leave the count as it was when there is nothing: no message is then without length.
    const view = viewOf(this.#room);
    for (let at = 0; at < this.#room.length; at += size) putLong(view, at + 4 * this.#long, 0, this.#long);
    const count = this.#number(READ_BATCH);
    const code = this.library.read(this.#channel, this.#room, count, 0);
    const messages = READ_SOME.has(code) ? decodeMessages(this.#room, this.#value(count), this.#long) : [];
    const failure = NOTHING_WRONG.has(code) ? undefined : this.#failure('PassThruReadMsgs', code);
    return { messages: messages.filter(({ data }) => data.length > 0), failure };
  }

  voltage(): CallOutcome {
    const millivolts = this.#number();
    const code = this.library.ioctl(this.#device ?? 0, IOCTL_ID.READ_VBATT, null, millivolts);
    return this.#done('READ_VBATT', code, () => this.#value(millivolts));
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

  #done(call: string, code: number, value: () => number = () => 0): CallOutcome {
    if (code === RETURN_CODE.STATUS_NOERROR) return { ok: true, value: value() };
    return { ok: false, failure: this.#failure(call, code), value: value() };
  }

  #failure(call: string, code: number): CallFailure {
    const detail = new Uint8Array(TEXT_ROOM);
    const told = this.library.lastError(detail) === RETURN_CODE.STATUS_NOERROR;
    return { call, code: code >>> 0, detail: told ? text(detail) : '' };
  }

  #number(value = 0): Uint8Array {
    const bytes = new Uint8Array(8);
    putLong(viewOf(bytes), 0, value, this.#long);
    return bytes;
  }

  #value(bytes: Uint8Array): number {
    return getLong(viewOf(bytes), 0);
  }
}

/** Size of a pointer in this process. */
const POINTER = process.arch === 'ia32' || process.arch === 'arm' ? 4 : 8;

/** Up to the first zero byte, printable, cut to what a sentence can carry. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const whole = Buffer.from(bytes.subarray(0, end === -1 ? bytes.length : end)).toString('latin1');
  return whole
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, SHOWN_TEXT);
}
