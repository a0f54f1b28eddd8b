import { hex, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ISO_TP_DEFAULTS, type TxDl } from './index.js';
import { Bus, End, SOUND } from './torture.rig.js';

const RUNS = 80;
/** Longer than every timer of a channel together. */
const QUIET = 20_000;

const options = fc.record({
  padding: fc.option(fc.nat(255), { nil: undefined }),
  burst: fc.integer({ min: 1, max: 20 }),
  blockSize: fc.constantFrom(0, 1, 2, 3, 8, 255),
  stMin: fc.constantFrom(0, 0.2, 1, 5).map(millis),
  txDl: fc.constantFrom<TxDl>(8, 12, 20, 64),
});
const addressing = fc.option(fc.tuple(fc.nat(255), fc.nat(255)), { nil: undefined });

/** Two ends that fit each other. */
const pairs = fc
  .tuple(options, options, addressing)
  .map(([one, other, bytes]): [End, End] => [
    new End({ ...ISO_TP_DEFAULTS, ...one, addressBytes: bytes && { sent: bytes[0], received: bytes[1] } }),
    new End({ ...ISO_TP_DEFAULTS, ...other, addressBytes: bytes && { sent: bytes[1], received: bytes[0] } }),
  ]);

/** Every message tells its number, so that no two are alike. */
const numbered = (number: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i === 0 ? number : (i * 7 + number * 31) & 0xff));
const lengths = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 5, arbitrary: fc.integer({ min: 13, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(4095, 4096) },
);
const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant(SOUND) },
  { weight: 2, arbitrary: fc.constant({ copies: 0, behind: 0 }) },
  { weight: 1, arbitrary: fc.constant({ copies: 2, behind: 0 }) },
  { weight: 1, arbitrary: fc.record({ copies: fc.constant(1), behind: fc.integer({ min: 1, max: 6 }) }) },
);

test('[ITP-R27] frames lost, doubled and overtaken: what arrives is what was sent, every message ends, and the next one goes through', () => {
  fc.assert(
    fc.property(pairs, fc.array(lengths, { minLength: 1, maxLength: 5 }), fc.array(fate), (ends, sizes, fates) => {
      const [near, far] = ends;
      const bus = new Bus(ends, (frame) => fates[frame] ?? SOUND);
      const sent = sizes.map((length, number) => numbered(number, length));
      for (const message of sent) {
        bus.send(0, message);
        bus.settle();
      }
      expect(near.ends).toHaveLength(sent.length);
      for (const got of far.received) expect(hex(got)).toBe(hex(sent[got[0] ?? -1] ?? new Uint8Array()));
      const clean = new Bus(ends, () => SOUND);
      clean.now = millis(bus.now + QUIET);
      clean.send(0, numbered(99, 200));
      clean.settle();
      expect(far.received.at(-1)).toEqual(numbered(99, 200));
      expect(near.ends.at(-1)).toBe('confirm');
    }),
    { numRuns: RUNS },
  );
});

/** PCI bytes of a peer that knows the protocol and means no good: lengths, block sizes and STmin as it likes. */
const hostile = fc
  .oneof(
    fc.constantFrom('3000ff', '3001f0', '30ff7f', '310000', '32', '330000', '3f0000', '30'),
    fc.constantFrom('1000ffffffff0102', '1000000100000102', '1fff010203040506', '100000000fff0102', '1008010203040506'),
    fc.constantFrom('0110', '07000102030405ff', '00', '0800010203040506', '003e010203040506', '0f'),
    fc.nat(15).map((sn) => `2${sn.toString(16)}01020304050607`),
    fc.nat(15).map((sn) => `2${sn.toString(16)}`),
  )
  .map((text) => Buffer.from(text, 'hex'));
const frame = fc.tuple(hostile, fc.constantFrom(0, 3, 8, 12, 16, 20, 24, 32, 48, 64)).map(([pci, length]) => {
  const data = new Uint8Array(Math.max(length, pci.length)).fill(0xaa);
  data.set(pci);
  return data;
});
const deed = fc.oneof(
  { weight: 8, arbitrary: frame.map((data) => ({ kind: 'frame', data }) as const) },
  { weight: 2, arbitrary: lengths.map((length) => ({ kind: 'send', length }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'silent driver' } as const) },
);

test('[ITP-R28] a hostile peer: bounded answers, everything ends, nothing stays behind, and the next message goes through', () => {
  fc.assert(
    fc.property(
      pairs,
      fc.array(fc.tuple(deed, fc.constantFrom(0, 1, 127, 999, 1001)), { maxLength: 60 }),
      (ends, deeds) => {
        const [near] = ends;
        let now = millis(0);
        let asked = 0;
        for (const [what, later] of deeds) {
          now = millis(now + later);
          if (what.kind === 'send') asked++;
          if (what.kind === 'send') near.feed({ kind: 'send', bytes: numbered(1, what.length) }, now);
          if (what.kind === 'frame') {
            const { addressBytes } = near.options;
            const data = addressBytes === undefined ? what.data : Uint8Array.of(addressBytes.received, ...what.data);
            near.feed({ kind: 'frame', data }, now);
          }
          const frames = near.queue.splice(0);
          if (what.kind !== 'silent driver') for (const { ticket } of frames) near.feed({ kind: 'sent', ticket }, now);
        }
        for (let i = 0; near.due() < Number.POSITIVE_INFINITY; i++) {
          expect(i).toBeLessThan(2000);
          now = millis(Math.max(now, near.due()));
          near.feed({ kind: 'tick' }, now);
          for (const { ticket } of near.queue.splice(0)) near.feed({ kind: 'sent', ticket }, now);
        }
        expect([near.state.tx.phase, near.state.rx.phase]).toEqual(['idle', 'idle']);
        expect(near.ends).toHaveLength(asked);
        expect(near.most).toBeLessThanOrEqual(near.options.burst + 1);
        const clean = new Bus(ends, () => SOUND);
        clean.now = millis(now + QUIET);
        for (const from of [0, 1] as const) {
          clean.send(from, numbered(99, 200));
          clean.settle();
        }
        for (const end of ends) {
          expect(end.received.at(-1)).toEqual(numbered(99, 200));
          expect(end.ends.at(-1)).toBe('confirm');
        }
      },
    ),
    { numRuns: RUNS },
  );
});
