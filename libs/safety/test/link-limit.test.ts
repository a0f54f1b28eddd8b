import { byteCount, bytesOf, hex } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Surroundings, unknown, type VehicleProfile } from '../src/index.js';
import { SMALLEST_MESSAGE } from '../src/write-job/block-length.js';
import { begin } from './begin.js';
import { brokenInvariants } from './oracle.js';
import { ENGINE, PROFILE } from './samples.js';
import type { Script } from './script.js';

/** Links as they are: ISO 9141-2, a single frame, the format byte of ISO 14230-2, K-Line, CAN. */
const LINKS = [7, 63, 255, 4_095] as const;
const K_LINE = 255;

const carrying =
  (longest: number) =>
  (facts: Surroundings): Surroundings =>
    facts.ability.known
      ? {
          ...facts,
          ability: { ...facts.ability, value: { ...facts.ability.value, longestMessage: byteCount(longest) } },
        }
      : facts;

const readBy = (
  backup: { method: 'upload' } | { method: 'read-memory'; block: number },
): { profile: VehicleProfile } => ({
  profile: {
    ...PROFILE,
    units: PROFILE.units.map((unit) =>
      unit.address.logical === ENGINE && unit.programming !== null
        ? { ...unit, programming: { ...unit.programming, backup } }
        : unit,
    ),
  },
});

/** The unit tells this as maxNumberOfBlockLength for a download. */
const telling =
  (length: number): NonNullable<Script['fault']> =>
  (bytes) =>
    bytes[0] === 0x34 ? { kind: 'answer', bytes: bytesOf(0x74, 0x20, length >> 8, length & 0xff) } : undefined;

function played(longest: number, script: Partial<Script> = {}, change: { profile?: VehicleProfile } = {}) {
  const { bench, unit, before } = begin('programming', { surroundings: carrying(longest), ...script }, change);
  bench.run();
  expect(brokenInvariants(bench, unit, before)).toEqual([]);
  const sent = bench.wire.map(({ bytes }) => bytes);
  return { bench, longest: Math.max(...sent.map(({ length }) => length)), sent };
}

const blocks = (sent: readonly Uint8Array[]): number[] =>
  sent.filter(([sid]) => sid === 0x36).map(({ length }) => length);

test('[JOB-R83] whatever link, unit and profile say, nothing that leaves is longer than the link carries', () => {
  fc.assert(
    fc.property(
      // No link carries less: that is one frame of CAN, or a K-Line message without a length byte.
      fc.oneof(fc.constantFrom(...LINKS), fc.integer({ min: 7, max: 5_000 })),
      fc.integer({ min: 3, max: 0xffff }),
      fc.integer({ min: 1, max: 4_090 }),
      (carried, told, block) => {
        const change = readBy({ method: 'read-memory', block });
        const { bench, longest, sent } = played(carried, { fault: telling(told) }, change);
        expect(longest).toBeLessThanOrEqual(carried);
        expect(bench.state).toBe(carried < SMALLEST_MESSAGE ? 'ABORTED_CLEAN' : 'DONE');
        expect(Math.max(0, ...blocks(sent))).toBeLessThanOrEqual(told);
      },
    ),
    { numRuns: 12, examples: LINKS.map((carried) => [carried, 1_026, 4_080] as [number, number, number]) },
  );
});

test.each(LINKS.filter((carried) => carried < SMALLEST_MESSAGE))(
  '[JOB-R84] a link of %d bytes is refused before the memory is read, in one sentence',
  (carried) => {
    const { bench, sent } = played(carried);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(bench.job.sentence).toContain(
      `carries messages of ${carried} bytes and this plan needs ${SMALLEST_MESSAGE}`,
    );
    expect(sent.map((bytes) => hex(bytes.subarray(0, 1))).every((sid) => sid === '22' || sid === '19')).toBe(true);
  },
);

describe('[JOB-R83] over K-Line', () => {
  test('a unit that tells 1 KiB is written, and read, by what fits', () => {
    const { bench, sent } = played(K_LINE);
    expect(bench.state).toBe('DONE');
    expect(Math.max(...blocks(sent))).toBe(K_LINE);
    const wanted = sent.filter(([sid]) => sid === 0x23).map((bytes) => (bytes.at(-2) ?? 0) * 256 + (bytes.at(-1) ?? 0));
    expect(Math.max(...wanted)).toBe(K_LINE - 1);
  });

  test('a restarted write goes on with blocks of the same length', () => {
    const erases = (sent: readonly Uint8Array[]) => sent.filter((bytes) => hex(bytes).startsWith('3101ff00')).length;
    const undisturbed = played(K_LINE);
    const operations = undisturbed.bench.outs.filter(({ kind }) => kind === 'journal' || kind === 'send');
    const written = operations.flatMap((out, i) =>
      out.kind === 'send' && out.verdict.bytes[0] === 0x36 ? [i + 1] : [],
    );
    for (const at of [written[0], written[7], written.at(-1)]) {
      if (at === undefined) throw new Error('nothing was written');
      const kills = [{ at, when: 'after' as const }];
      const { bench, sent } = played(K_LINE, { kills, keeper: 'lives on', downtime: 1_000 });
      expect([bench.state, bench.lives]).toEqual(['DONE', 2]);
      expect(Math.max(...blocks(sent))).toBe(K_LINE);
      expect(erases(sent)).toBe(erases(undisturbed.sent));
    }
  });

  test('an upload whose blocks the link does not carry ends the job before anything is changed', () => {
    const { bench, sent } = played(K_LINE, {}, readBy({ method: 'upload' }));
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(bench.job.sentence).toContain('messages of 1026 bytes and this link carries 255');
    expect(blocks(sent)).toEqual([]);
  });

  test('[JOB-R84] a link that tells nothing any more after the erase gets the smallest blocks', () => {
    let erased = false;
    const fault: NonNullable<Script['fault']> = (bytes) => {
      erased ||= bytes[0] === 0x31;
      return undefined;
    };
    const surroundings = (facts: Surroundings): Surroundings =>
      erased ? { ...facts, ability: unknown('the link is new') } : carrying(K_LINE)(facts);
    const { bench, sent } = played(K_LINE, { fault, surroundings });
    expect(bench.state).toBe('DONE');
    expect(Math.max(...blocks(sent))).toBe(SMALLEST_MESSAGE);
  });
});
