import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { SAMPLE_CAR, unknown } from '../../src/index.js';
import { begin } from '../begin.js';
import { brokenInvariants } from '../oracle.js';
import type { Script } from '../script.js';
import { play } from './play.js';

test('[JOB-R2] whatever gate is closed, nothing of write class leaves and the job ends clean', () => {
  const closed: Record<string, Partial<Script>> = {
    'voltage too low': { volts: () => 12_900 },
    'voltage source silent': { volts: () => undefined },
    'no scan': { surroundings: (facts) => ({ ...facts, diagnosis: unknown('none') }) },
    'no link record': { surroundings: (facts) => ({ ...facts, link: unknown('none') }) },
    'no authority': { surroundings: (facts) => ({ ...facts, authority: unknown('none') }) },
    'no agreements known': { surroundings: (facts) => ({ ...facts, agreements: unknown('none') }) },
    'laptop battery low': {
      surroundings: (facts, t) => ({
        ...facts,
        workstation: {
          known: true,
          at: millis(t),
          source: 'x',
          value: { freeDiskBytes: 1e9, power: { kind: 'battery', percent: 20 } },
        },
      }),
    },
    'nobody agrees': { acknowledge: () => undefined },
  };
  for (const script of Object.values(closed)) {
    for (const kind of ['programming', 'coding'] as const) {
      const { bench, broken } = play(kind, script);
      expect(broken).toEqual([]);
      expect(bench.state).toBe('ABORTED_CLEAN');
      expect(bench.wire.some(({ bytes }) => bytes[0] === 0x27 || (bytes[0] === 0x10 && bytes[1] === 2))).toBe(false);
    }
  }
}, 60_000);

test('[JOB-R2] a gate that closes between arming and the erase ends clean, ENTRY undone', () => {
  const { bench, broken } = play('programming', (live) => ({
    surroundings: (facts) => (live().state === 'ENTRY' ? { ...facts, link: unknown('gone') } : facts),
  }));
  expect(bench.reports.map(({ state }) => state)).toContain('ENTRY');
  expect(broken).toEqual([]);
  expect(bench.state).toBe('ABORTED_CLEAN');
});

test('[JOB-R2] a no that waiting cannot mend ends the job at once', () => {
  const revoked = play('programming', {
    surroundings: (facts, t) =>
      facts.authority.known && t > 1_100
        ? { ...facts, authority: { ...facts.authority, value: { ...facts.authority.value, revoked: true } } }
        : facts,
  }).bench;
  expect(revoked.state).toBe('ABORTED_CLEAN');
  expect(revoked.now).toBeLessThan(20_000);
  const changed = begin('programming', {
    events: [{ when: ({ state }) => state === 'PREFLIGHT_OK', event: { kind: 'tick' } }],
    acknowledge: () => {
      changed.unit.texts.partNumber = 'OTHER';
      return undefined;
    },
  });
  changed.bench.run();
  expect(changed.bench.state).toBe('ABORTED_CLEAN');
  expect(changed.bench.now).toBeLessThan(30_000);
});

test('[JOB-R2] an ENTRY that takes longer than an identity may be old is still one ENTRY', () => {
  const { timing } = SAMPLE_CAR;
  const profile = { ...SAMPLE_CAR, timing: { ...timing, identityMaxAge: 3_000 } };
  const slow = begin(
    'programming',
    {
      fault: () => {
        if (slow.bench.state === 'ENTRY') slow.bench.now += 900;
        return undefined;
      },
    },
    { profile },
  );
  slow.bench.run();
  expect(brokenInvariants(slow.bench, slow.unit, slow.before)).toEqual([]);
  expect(slow.bench.state).toBe('DONE');
});
