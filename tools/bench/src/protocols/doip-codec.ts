import { encodeMessage, STREAM_START, splitStream } from '@baylink/protocols/doip';
import { alternating, type Contest } from '../measure/contest.js';
import { computed } from '../measure/stopwatch.js';
import { firmwareBytes, KIB, MIB } from './firmware-bytes.js';

const MESSAGE = 4 * KIB;
const POLICY = { accepts: new Set(['diagnostic-message'] as const), maxPayload: MIB };
/** Enough of them that a copy is more than a glance at the clock. */
const REPEATS = 16;

function encodedAndDecoded(bytes: Uint8Array): void {
  let state = STREAM_START;
  let length = 0;
  for (let at = 0; at < bytes.length; at += MESSAGE) {
    const data = bytes.subarray(at, at + MESSAGE);
    const wire = encodeMessage({ kind: 'diagnostic-message', source: 0x0e80, target: 0x1001, data }, 2);
    const split = splitStream(state, wire, POLICY);
    state = split.state;
    for (const frame of split.frames)
      if (frame.kind === 'message' && frame.message.kind === 'diagnostic-message') length += frame.message.data.length;
  }
  if (length !== bytes.length) throw new Error(`${length} of ${bytes.length} bytes came out`);
}

function copiedTwice(bytes: Buffer): void {
  let length = 0;
  for (let at = 0; at < bytes.length; at += MESSAGE)
    length += Buffer.from(Buffer.from(bytes.subarray(at, at + MESSAGE))).length;
  if (length !== bytes.length) throw new Error(`${length} of ${bytes.length} bytes were copied`);
}

const repeated = (work: () => void) => () => {
  for (let i = 0; i < REPEATS; i++) work();
};

/** Two copies: what is encoded is a copy, and what is decoded is the receiver's own. */
export const doipCodec: Contest = {
  id: 'doip-codec',
  title: 'DoIP: 16 MiB encoded and decoded again, messages of 4 KiB',
  peer: 'Buffer copy of the messages, once out and once in',
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
          () => computed(repeated(() => encodedAndDecoded(bytes))),
          () => computed(repeated(() => copiedTwice(bytes))),
        ),
      close: async () => undefined,
    };
  },
};
