import { equalBytes } from '@baylink/kernel';
import {
  type ConfigValue,
  channelDescriptor,
  encodeHead,
  FILTER_TYPE,
  headOf,
  IOCTL_ID,
  LOGICAL_PARAMETERS,
  type MemoryModel,
  type MessageFilter,
  type PassThruMessage,
  PROTOCOL_ID,
  RETURN_CODE,
  RX_STATUS,
} from '@baylink/protocols/j2534';
import { Mailbox0500 } from './mailbox-0500.js';
import { addressOf, type Library0500 } from './native-library.js';
import { numberIn, numberRoom } from './native-numbers.js';
import { type CallOutcome, configList, outcomeOf, type ReadOutcome } from './session.js';
import type { CallFailure } from './talk.js';

/** While a message is on its way, the channels are looked at this often, in ms. */
const LOOK = 5;
const ID_BYTES = 4;
type Fate = 'queued' | 'sent' | 'failed';

/**
 * The channel of CAN and the logical channels over it. What 04.04 calls a flow control filter is a logical channel here:
 * the other side of this process need not know the difference.
 */
export class Channels0500 {
  readonly #mailbox: Mailbox0500;
  /** Identifier that the tester sends with, by logical channel. */
  readonly #logical = new Map<number, Uint8Array>();
  readonly #fates = new Map<number, Fate>();
  #parameters: readonly ConfigValue[] = [];
  /** Came while a message was on its way. */
  #kept: PassThruMessage[] = [];
  #lastHandle = 0;

  constructor(
    private readonly library: Library0500,
    private readonly physical: number,
    private readonly model: MemoryModel,
  ) {
    this.#mailbox = new Mailbox0500(library, model);
  }

  keepForLogical(values: readonly ConfigValue[]): void {
    this.#parameters = values.filter(({ parameter }) => LOGICAL_PARAMETERS.has(parameter));
  }

  startFilter(filter: MessageFilter): CallOutcome {
    return filter.type === FILTER_TYPE.FLOW_CONTROL ? this.#connect(filter) : this.#pass(filter);
  }

  stopFilter(filter: number): CallOutcome {
    if (!this.#logical.delete(filter))
      return this.#done('PassThruStopMsgFilter', this.library.stopFilter(this.physical, filter));
    return this.#done('PassThruLogicalDisconnect', this.library.logicalDisconnect(filter));
  }

  /** Everything is queued, and counts as sent when the adapter says so. What was not sent in time is taken back. */
  write(messages: readonly PassThruMessage[], timeout: number): CallOutcome {
    const end = performance.now() + timeout;
    const handles: number[] = [];
    let failure: CallFailure | undefined;
    for (const message of messages) {
      const queued = this.#queue(message, end);
      if (typeof queued !== 'number') failure = queued;
      if (typeof queued !== 'number') break;
      handles.push(queued);
    }
    failure = this.#await(handles, end) ?? failure;
    const sent = handles.findIndex((handle) => this.#fates.get(handle) !== 'sent');
    const value = sent === -1 ? handles.length : sent;
    const failed = handles.some((handle) => this.#fates.get(handle) === 'failed');
    if (value < handles.length) this.#takeBack();
    this.#fates.clear();
    if (value === messages.length) return { ok: true, value };
    return {
      ok: false,
      failure:
        failure ??
        unsent(failed ? 'the adapter says that it was not sent' : 'the adapter does not say that it was sent'),
      value,
    };
  }

  read(): ReadOutcome {
    const failure = this.#look(0);
    const messages = this.#kept;
    this.#kept = [];
    return { messages, failure };
  }

  #connect(filter: MessageFilter): CallOutcome {
    const id = numberRoom(this.model.long);
    const descriptor = channelDescriptor(filter, this.model);
    const code = this.library.logicalConnect(this.physical, PROTOCOL_ID.ISO15765_LOGICAL, 0, descriptor, id);
    const connected = this.#done('PassThruLogicalConnect', code, () => numberIn(id));
    if (!connected.ok) return connected;
    this.#logical.set(connected.value, (filter.flowControl ?? filter.pattern).data.slice(0, ID_BYTES));
    if (this.#parameters.length === 0) return connected;
    // The defaults of the standard are these values: an adapter that does not take them has them.
    const [list] = configList(this.#parameters, this.model.long);
    this.library.ioctl(connected.value, IOCTL_ID.SET_CONFIG, list, null);
    return connected;
  }

  #pass({ type, mask, pattern }: MessageFilter): CallOutcome {
    const id = numberRoom(this.model.long);
    const [m, p] = [mask, pattern].map((part) => {
      const data = Uint8Array.from(part.data);
      const head = encodeHead(
        headOf(part, part.protocol, 0),
        { address: addressOf(data), size: data.length },
        this.model,
      );
      return { head, data };
    });
    const code = this.library.startFilter(this.physical, type, m?.head ?? null, p?.head ?? null, id);
    return this.#done('PassThruStartMsgFilter', code, () => numberIn(id));
  }

  /** The handle, or why the adapter does not take it. One that is full is asked again until `end`. */
  #queue(message: PassThruMessage, end: number): number | CallFailure {
    const place = this.#placeOf(message);
    if (place === undefined) return NO_CHANNEL;
    const handle = this.#nextHandle();
    for (;;) {
      const queued = this.#mailbox.queue(place.channel, message, place.protocol, handle);
      if (queued.ok) {
        if (!this.#fates.has(handle)) this.#fates.set(handle, 'queued');
        return handle;
      }
      if (queued.failure.code !== RETURN_CODE.ERR_BUFFER_FULL || performance.now() >= end) return queued.failure;
      const failure = this.#look(LOOK);
      if (failure !== undefined) return failure;
    }
  }

  /** A single frame to all may leave by any logical channel; only the unit's own carries a segmented message. */
  #placeOf(message: PassThruMessage): { readonly channel: number; readonly protocol: number } | undefined {
    if (message.protocol === PROTOCOL_ID.CAN) return { channel: this.physical, protocol: PROTOCOL_ID.CAN };
    const own = [...this.#logical].find(([, id]) => equalBytes(id, message.data.subarray(0, ID_BYTES)));
    const [channel] = own ?? [...this.#logical][0] ?? [];
    return channel === undefined ? undefined : { channel, protocol: PROTOCOL_ID.ISO15765_LOGICAL };
  }

  #await(handles: readonly number[], end: number): CallFailure | undefined {
    while (handles.some((handle) => this.#fates.get(handle) === 'queued')) {
      const left = end - performance.now();
      if (left <= 0) return undefined;
      const failure = this.#look(Math.ceil(Math.min(LOOK, left)));
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  #look(wait: number): CallFailure | undefined {
    const ready = this.#mailbox.readable([this.physical, ...this.#logical.keys()], wait);
    if ('code' in ready) return ready;
    let first: CallFailure | undefined;
    for (const channel of ready) {
      const { letters, failure } = this.#mailbox.take(channel);
      for (const { handle, message } of letters) this.#sort(handle, message);
      first ??= failure;
    }
    return first;
  }

  #sort(handle: number, message: PassThruMessage): void {
    const { rxStatus } = message;
    if ((rxStatus & RX_STATUS.TX_FAILED) !== 0) this.#fates.set(handle, 'failed');
    else if ((rxStatus & RX_STATUS.TX_INDICATION) !== 0) this.#fates.set(handle, 'sent');
    else this.#kept.push(message);
  }

  #takeBack(): void {
    for (const channel of [this.physical, ...this.#logical.keys()])
      this.library.ioctl(channel, IOCTL_ID.CLEAR_TX_BUFFER, null, null);
  }

  #nextHandle(): number {
    this.#lastHandle = (this.#lastHandle % 0x7fff_ffff) + 1;
    return this.#lastHandle;
  }

  #done(call: string, code: number, value?: () => number): CallOutcome {
    return outcomeOf(this.library, call, code, value);
  }
}

const unsent = (detail: string): CallFailure => ({ call: 'PassThruQueueMsgs', code: RETURN_CODE.ERR_TIMEOUT, detail });

const NO_CHANNEL: CallFailure = {
  call: 'PassThruQueueMsgs',
  code: RETURN_CODE.ERR_NO_FLOW_CONTROL,
  detail: 'no logical channel is open',
};
