import { byteCount, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dlcOf } from '../can/index.js';
import {
  type ChannelInput,
  type ChannelOut,
  type ChannelState,
  IDLE_CHANNEL,
  ISO_TP_DEFAULTS,
  type IsoTpOptions,
  isoTpChannel,
  segmenting,
  type TxDl,
} from './index.js';

interface Delivery {
  readonly received: readonly Uint8Array[];
  readonly ends: readonly string[];
  readonly at: number;
  /** CAN_DL of every frame that was sent. */
  readonly lengths: readonly number[];
}

/** Two channels back to back, a frame a millisecond; `lost(n)` tells whether the n-th frame disappears on the bus. */
function deliver(
  message: Uint8Array,
  sender: Partial<IsoTpOptions>,
  receiver: Partial<IsoTpOptions>,
  lost: (frame: number) => boolean,
): Delivery {
  const machines = [isoTpChannel({ ...ISO_TP_DEFAULTS, ...sender }), isoTpChannel({ ...ISO_TP_DEFAULTS, ...receiver })];
  const states: ChannelState[] = [IDLE_CHANNEL, IDLE_CHANNEL];
  const bus: { readonly from: number; readonly out: Extract<ChannelOut, { kind: 'transmit' }> }[] = [];
  const received: Uint8Array[] = [];
  const ends: string[] = [];
  const lengths: number[] = [];
  let at = 0;
  let frames = 0;

  const feed = (side: number, input: ChannelInput): void => {
    const step = machines[side]?.step(states[side] ?? IDLE_CHANNEL, input, millis(at));
    if (step === undefined) return;
    states[side] = step.state;
    for (const out of step.out) {
      if (out.kind === 'transmit') {
        bus.push({ from: side, out });
        lengths.push(out.data.length);
      }
      if (out.kind === 'message') received.push(out.bytes);
      if (out.kind === 'failed') ends.push(`${out.direction} ${out.error}`);
      if (out.kind === 'confirm') ends.push('confirm');
    }
  };
  const due = (): number =>
    Math.min(...machines.map((machine, side) => machine.deadline(states[side] ?? IDLE_CHANNEL) ?? Infinity));

  feed(0, { kind: 'send', bytes: message });
  for (let turn = 0; turn < 20_000; turn++) {
    const next = bus.shift();
    if (next !== undefined) {
      at += 1;
      if (!lost(frames++)) feed(1 - next.from, { kind: 'frame', data: next.out.data });
      feed(next.from, { kind: 'sent', ticket: next.out.ticket });
    } else if (due() < Infinity) {
      at = Math.max(at, due());
      feed(0, { kind: 'tick' });
      feed(1, { kind: 'tick' });
    } else break;
  }
  return { received, ends, at, lengths };
}

const options = fc.record({
  padding: fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined }),
  burst: fc.integer({ min: 1, max: 20 }),
  blockSize: fc.integer({ min: 0, max: 255 }),
  stMin: fc.constantFrom(0, 0.2, 1, 5).map(millis),
  txDl: fc.constantFrom<TxDl>(8, 12, 16, 20, 24, 32, 48, 64),
});
/** Address bytes of both sides, or none. */
const addressing = fc.option(fc.record({ there: fc.nat({ max: 255 }), back: fc.nat({ max: 255 }) }), {
  nil: undefined,
});
type Addressing = { readonly there: number; readonly back: number } | undefined;

const nearSide = (bytes: Addressing): Partial<IsoTpOptions> => ({
  addressBytes: bytes && { sent: bytes.there, received: bytes.back },
});
const farSide = (bytes: Addressing): Partial<IsoTpOptions> => ({
  addressBytes: bytes && { sent: bytes.back, received: bytes.there },
});
const messages = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4000, max: 4200 }).map((length) => new Uint8Array(length).fill(0x5a)) },
);

test('[C10][C14][ITP-R27] without loss any message arrives as it was sent, in every addressing format and TX_DL, whatever both sides announce', () => {
  fc.assert(
    fc.property(messages, options, options, addressing, (message, sender, receiver, bytes) => {
      const near = { ...sender, ...nearSide(bytes) };
      const { received, ends, lengths } = deliver(message, near, { ...receiver, ...farSide(bytes) }, () => false);
      for (const length of lengths) expect(dlcOf(length)).toBeDefined();
      expect(received).toEqual([message]);
      expect(ends).toEqual(['confirm']);
    }),
  );
});

test('[ITP-R27] with loss it arrives whole or a side ends with a named error, in bounded time', () => {
  const loss = fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(messages, options, options, loss, (message, sender, receiver, lost) => {
      const { received, ends, at } = deliver(message, sender, receiver, (frame) => lost.includes(frame));
      for (const got of received) expect(got).toEqual(message);
      expect(received.length).toBeLessThanOrEqual(1);
      expect(ends.length).toBeGreaterThanOrEqual(1);
      expect(at).toBeLessThan(20_000);
    }),
  );
});

test('[C09][ITP-R4] 4095 and 4096 bytes and the longest message that is allowed', () => {
  for (const length of [4095, 4096, 20_000]) {
    const message = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff);
    expect(deliver(message, {}, {}, () => false).received).toEqual([message]);
  }
});

test('[C05][ITP-R21] a receiver with less room refuses and the sender hears it', () => {
  const { received, ends } = deliver(new Uint8Array(21), {}, { maxLength: byteCount(20) }, () => false);
  expect(received).toEqual([]);
  expect(ends).toEqual(['rx N_BUFFER_OVFLW', 'tx N_BUFFER_OVFLW']);
});

/** Frames that begin like one of ours, and any others. */
const frames = fc.oneof(
  fc.uint8Array({ maxLength: 65 }),
  fc
    .tuple(fc.constantFrom(0x00, 0x10, 0x21, 0x22, 0x30, 0x31), fc.uint8Array({ minLength: 2, maxLength: 63 }))
    .map(([pci, rest]) => Uint8Array.of(pci, ...rest)),
);

test('[ITP-R28] no bytes make it throw, and it never says more than it was asked', () => {
  const inputs = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: frames.map((data): ChannelInput => ({ kind: 'frame', data })) },
      {
        weight: 1,
        arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes): ChannelInput => ({ kind: 'send', bytes })),
      },
      { weight: 1, arbitrary: fc.constant<ChannelInput>({ kind: 'tick' }) },
      {
        weight: 1,
        arbitrary: fc
          .record({ role: fc.constantFrom('message' as const, 'flow-control' as const), transfer: fc.nat({ max: 5 }) })
          .map((ticket): ChannelInput => ({ kind: 'sent', ticket })),
      },
    ),
    { maxLength: 100 },
  );
  const channel = isoTpChannel({ ...ISO_TP_DEFAULTS, burst: 4 });
  fc.assert(
    fc.property(inputs, fc.nat({ max: 400 }), (sequence, pace) => {
      let state = IDLE_CHANNEL;
      sequence.forEach((input, i) => {
        const step = channel.step(state, input, millis(i * pace));
        state = step.state;
        expect(step.out.filter(({ kind }) => kind === 'transmit').length).toBeLessThanOrEqual(5);
      });
    }),
    { numRuns: 1000 },
  );
});

test('only a message of several frames counts as segmenting', () => {
  const channel = isoTpChannel(ISO_TP_DEFAULTS);
  const after = (input: ChannelInput): ChannelState => channel.step(IDLE_CHANNEL, input, millis(0)).state;
  expect(segmenting(after({ kind: 'send', bytes: new Uint8Array(7) }))).toBe(false);
  expect(segmenting(after({ kind: 'send', bytes: new Uint8Array(8) }))).toBe(true);
  expect(segmenting(after({ kind: 'frame', data: Uint8Array.of(0x10, 0x14, 0, 0, 0, 0, 0, 0) }))).toBe(true);
});

test('[C09][ITP-R33] a first frame takes no memory for what it announces', () => {
  const channel = isoTpChannel({ ...ISO_TP_DEFAULTS, maxLength: byteCount(0xffff_ffff) });
  let state = IDLE_CHANNEL;
  for (let i = 0; i < 1000; i++)
    state = channel.step(
      state,
      { kind: 'frame', data: Uint8Array.of(0x10, 0, 0xff, 0xff, 0xff, 0xff, 1, 2) },
      millis(i),
    ).state;
  expect(segmenting(state)).toBe(true);
});
