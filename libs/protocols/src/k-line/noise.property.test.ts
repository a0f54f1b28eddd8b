import { concat, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Wire } from './wire.rig.js';

const DAMAGES = {
  none: (bytes: Uint8Array) => bytes,
  flipped: (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at % bytes.length ? byte ^ 0x24 : byte)),
  dropped: (bytes: Uint8Array, at: number) => bytes.filter((_, i) => i !== at % bytes.length),
  doubled: (bytes: Uint8Array, at: number) =>
    concat(bytes.subarray(0, (at % bytes.length) + 1), bytes.subarray(at % bytes.length)),
  lost: () => new Uint8Array(),
} as const;

const EARS = ['echo', 'toUnits', 'fromUnits'] as const;
interface Hit {
  readonly ear: (typeof EARS)[number];
  readonly damage: keyof typeof DAMAGES;
  readonly at: number;
}
const hit: fc.Arbitrary<Hit> = fc.record({
  ear: fc.constantFrom(...EARS),
  damage: fc.constantFrom(...(Object.keys(DAMAGES) as (keyof typeof DAMAGES)[])),
  at: fc.nat(20),
});

/** Blocks with a number; a unit says which one it has taken. */
const request = (i: number): string => `36${(i & 0xff).toString(16).padStart(2, '0')}a0a1a2a3`;
const answerTo = (bytes: string): string => `76${bytes.slice(2, 4)}`;
const REQUESTS = 12;

/** Each write of the tester, and each answer, meets the next hit of its end of the line. */
function noisyWire(hits: readonly Hit[], p4: number) {
  let noise = true;
  const queues = new Map(EARS.map((ear) => [ear, hits.filter((entry) => entry.ear === ear)]));
  const through = (ear: (typeof EARS)[number]) => (bytes: Uint8Array) => {
    const next = noise ? queues.get(ear)?.shift() : undefined;
    return next === undefined || bytes.length === 0 ? bytes : DAMAGES[next.damage](bytes, next.at);
  };
  const wire = new Wire({
    tester: { p4: millis(p4) },
    echo: through('echo'),
    toUnits: through('toUnits'),
    fromUnits: through('fromUnits'),
    answer: (bytes) => [bytes.startsWith('36') ? answerTo(bytes) : '7e'],
  });
  const silence = (): void => {
    noise = false;
  };
  return { wire, silence };
}

test('[KLN-R17][KLN-R3][KLN-R5] whatever noise damages, loses or doubles at either end: every request comes to one end, and when it is over the line works', () => {
  fc.assert(
    fc.property(fc.array(hit, { maxLength: 60 }), fc.constantFrom(0, 5), (hits, p4) => {
      const { wire, silence } = noisyWire(hits, p4);
      for (let i = 1; i <= REQUESTS; i++) {
        wire.send(request(i));
        wire.pass(1_500);
      }
      wire.pass(20_000);
      silence();
      const ends = [...wire.of('sent'), ...wire.of('failed')].map(({ ticket }) => ticket);
      expect(ends.toSorted((a, b) => a - b)).toEqual(Array.from({ length: REQUESTS }, (_, i) => i + 1));
      const before = wire.messages.length;
      wire.send(request(200));
      wire.pass(30_000);
      expect(wire.messages.slice(before)).toEqual([answerTo(request(200))]);
    }),
    { numRuns: 60 },
  );
});

test('[KLN-R3] a byte that was flipped anywhere makes no message that no unit has said', () => {
  const flips = hit.map((entry) => ({ ...entry, damage: 'flipped' as const }));
  fc.assert(
    fc.property(fc.array(flips, { maxLength: 60 }), fc.constantFrom(0, 5), (hits, p4) => {
      const { wire } = noisyWire(hits, p4);
      for (let i = 1; i <= REQUESTS; i++) {
        wire.send(request(i));
        wire.pass(1_500);
      }
      const said = Array.from({ length: REQUESTS }, (_, i) => answerTo(request(i + 1)));
      expect(wire.messages.filter((message) => !said.includes(message))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
