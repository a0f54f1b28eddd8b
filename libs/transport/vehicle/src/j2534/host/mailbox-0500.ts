import {
  channelSet,
  channelSetCount,
  decodeHead,
  encodeHead,
  headOf,
  headSize,
  MAX_DATA,
  type MemoryModel,
  type MessageHead,
  numbers,
  type PassThruMessage,
  READABLE_TYPE,
  RETURN_CODE,
} from '@baylink/protocols/j2534';
import { addressOf, type Library0500 } from './native-library.js';
import { numberIn, numberRoom } from './native-numbers.js';
import type { CallOutcome } from './session.js';
import { failureOf, NOTHING_WRONG, outcomeOf, READ_BATCH, READ_SOME } from './session.js';
import type { CallFailure } from './talk.js';

/** A message, or what became of one that was queued, with the number that it was queued under. */
export interface Letter {
  readonly handle: number;
  readonly message: PassThruMessage;
}

/** Codes of PassThruSelect with which nothing is wrong: some channel can be read, or none. */
const QUIET = new Set<number>([RETURN_CODE.ERR_BUFFER_EMPTY, RETURN_CODE.ERR_TIMEOUT]);

/** Messages of 05.00 in memory: heads that point to buffers, which live as long as this does. */
export class Mailbox0500 {
  readonly #data = new Uint8Array(READ_BATCH * MAX_DATA);
  readonly #heads: Uint8Array;
  readonly #size: number;

  constructor(
    private readonly library: Library0500,
    private readonly model: MemoryModel,
  ) {
    this.#size = headSize(model);
    this.#heads = new Uint8Array(READ_BATCH * this.#size);
  }

  /** Which of these channels have something; waits for `timeout` ms at most. */
  readable(channels: readonly number[], timeout: number): readonly number[] | CallFailure {
    const { long } = this.model;
    const list = numbers(channels, this.model);
    const set = channelSet(channels.length, addressOf(list), this.model);
    const code = this.library.select(set, READABLE_TYPE, timeout);
    if (QUIET.has(code)) return [];
    if (code !== RETURN_CODE.STATUS_NOERROR) return failureOf(this.library, 'PassThruSelect', code);
    const count = Math.min(channelSetCount(set), channels.length);
    return Array.from({ length: count }, (_, i) => numberIn(list.subarray(i * long)));
  }

  /** Everything that waits on one channel, up to a batch. */
  take(channel: number): { readonly letters: readonly Letter[]; readonly failure: CallFailure | undefined } {
    const address = addressOf(this.#data);
    for (let i = 0; i < READ_BATCH; i++) {
      const buffer = { address: address + BigInt(i * MAX_DATA), size: MAX_DATA };
      this.#heads.set(encodeHead(EMPTY, buffer, this.model), i * this.#size);
    }
    const count = numberRoom(this.model.long, READ_BATCH);
    const code = this.library.read(channel, this.#heads, count, 0);
    const got = READ_SOME.has(code) ? Math.min(numberIn(count), READ_BATCH) : 0;
    const letters = Array.from({ length: got }, (_, i) => this.#letter(i)).filter((letter) => letter !== undefined);
    const failure = NOTHING_WRONG.has(code) ? undefined : failureOf(this.library, 'PassThruReadMsgs', code);
    return { letters, failure };
  }

  /** Hands one message to the adapter, which sends it when it can. */
  queue(channel: number, message: PassThruMessage, protocol: number, handle: number): CallOutcome {
    const data = Uint8Array.from(message.data);
    const buffer = { address: addressOf(data), size: data.length };
    const head = encodeHead(headOf(message, protocol, handle), buffer, this.model);
    const code = this.library.queue(channel, head, numberRoom(this.model.long, 1));
    return outcomeOf(this.library, 'PassThruQueueMsgs', code, () => data.length);
  }

  #letter(index: number): Letter | undefined {
    const head = decodeHead(this.#heads, index * this.#size, this.model);
    if (head === undefined || head.length === 0) return undefined;
    const { handle, protocol, rxStatus, txFlags, timestamp, extraDataIndex, length } = head;
    const data = this.#data.slice(index * MAX_DATA, index * MAX_DATA + length);
    return { handle, message: { protocol, rxStatus, txFlags, timestamp, extraDataIndex, data } };
  }
}

const EMPTY: MessageHead = {
  protocol: 0,
  handle: 0,
  rxStatus: 0,
  txFlags: 0,
  timestamp: 0,
  length: 0,
  extraDataIndex: 0,
};
