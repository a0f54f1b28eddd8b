import { millis } from '@baylink/kernel';
import {
  type ChannelInput,
  type ChannelOut,
  type ChannelState,
  IDLE_CHANNEL,
  ISO_TP_DEFAULTS,
  isoTpChannel,
} from '@baylink/protocols/iso-tp';
import { alternating, type Contest } from '../measure/contest.js';
import { computed } from '../measure/stopwatch.js';
import { firmwareBytes, MIB } from './firmware-bytes.js';

/** The longest message without an escape sequence. */
const MESSAGE = 4095;
const FRAME = 8;
const NOW = millis(0);
const channel = isoTpChannel(ISO_TP_DEFAULTS);

interface End {
  state: ChannelState;
}

/** A sending and a receiving channel with nothing in between: each one's frames are the other's, in their order. */
class Pair {
  readonly #near: End = { state: IDLE_CHANNEL };
  readonly #far: End = { state: IDLE_CHANNEL };
  #due: (() => void)[] = [];
  delivered = 0;

  send(bytes: Uint8Array): void {
    this.#step(this.#near, { kind: 'send', bytes });
    while (this.#due.length > 0) {
      const now = this.#due;
      this.#due = [];
      for (const run of now) run();
    }
  }

  #step(end: End, input: ChannelInput): void {
    const { state, out } = channel.step(end.state, input, NOW);
    end.state = state;
    for (const each of out) {
      if (each.kind === 'message') this.delivered += each.bytes.length;
      if (each.kind === 'transmit') this.#due.push(() => this.#carry(end, each));
    }
  }

  #carry(from: End, { data, ticket }: Extract<ChannelOut, { kind: 'transmit' }>): void {
    this.#step(from === this.#near ? this.#far : this.#near, { kind: 'frame', data });
    this.#step(from, { kind: 'sent', ticket });
  }
}

function throughMachines(bytes: Uint8Array): void {
  const pair = new Pair();
  for (let at = 0; at < bytes.length; at += MESSAGE) pair.send(bytes.subarray(at, at + MESSAGE));
  if (pair.delivered !== bytes.length) throw new Error(`${pair.delivered} of ${bytes.length} bytes came out`);
}

function copied(bytes: Buffer, piece: number): void {
  let length = 0;
  for (let at = 0; at < bytes.length; at += piece) length += Buffer.from(bytes.subarray(at, at + piece)).length;
  if (length !== bytes.length) throw new Error(`${length} of ${bytes.length} bytes were copied`);
}

const contest = (id: string, peer: string, piece: number): Contest => ({
  id,
  title: 'ISO-TP: 1 MiB segmented and put together again, messages of 4095 bytes in classic frames',
  peer,
  ratio: 'times',
  aim: undefined,
  clock: 'cpu',
  rounds: 9,
  async open() {
    const bytes = firmwareBytes(MIB);
    return {
      round: (index) =>
        alternating(
          index,
          () => computed(() => throughMachines(bytes)),
          () => computed(() => copied(bytes, piece)),
        ),
      close: async () => undefined,
    };
  },
});

export const isoTpCodec: readonly Contest[] = [
  contest('iso-tp-codec/message', 'Buffer copy of the messages', MESSAGE),
  contest('iso-tp-codec/frame', 'Buffer copy of the frames, eight bytes each', FRAME),
];
