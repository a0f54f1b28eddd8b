import { expect, test } from 'vitest';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants } from './oracle.js';
import { steady } from './samples.js';
import type { Kill, Script } from './script.js';
import type { Fault } from './scripted-unit.js';

/** Mulberry32: small, seeded, good enough to choose faults. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NRCS = [0x10, 0x21, 0x22, 0x24, 0x31, 0x33, 0x37, 0x70, 0x71, 0x72, 0x73, 0x92, 0x93];
const fired = new Map<string, number>();
const count = (name: string) => fired.set(name, (fired.get(name) ?? 0) + 1);

/** A script with at least three faults, all of them chosen by the seed. */
function scriptOf(seed: number, live: () => Bench): Partial<Script> {
  const chance = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const late = chance() < 0.7;
  const rate = chance() * (late ? 0.3 : 0.03);
  const kills: Kill[] = Array.from({ length: Math.floor(chance() * 3) }, () => ({
    at: Math.floor(chance() * 120),
    when: pick(['before', 'after'] as const),
  }));
  const dip = {
    at: 10_000 + chance() * 4_000,
    lasts: chance() * 8_000,
    level: pick([12_500, 13_400, 14_600, 10_000, Number.NaN, 13.9]),
  };
  const calm = 600;
  const fault = (_: Uint8Array, n: number): Fault | undefined => {
    if ((late && live().job.region === 'before') || n > calm || chance() > rate) return undefined;
    const kind = pick(['request lost', 'answer lost', 'reset', 'nrc'] as const);
    count(kind);
    return kind === 'nrc' ? { kind, nrc: pick(NRCS) } : { kind };
  };
  const stop = chance() < 0.2 ? 20 + Math.floor(chance() * 60) : undefined;
  return {
    kills,
    downtime: pick([500, 3_000, 9_000]),
    keeper: pick(['lives on', 'dies too']),
    fault,
    volts: (t) => {
      if (t < dip.at || t > dip.at + dip.lasts) return steady(t);
      count(`supply ${dip.level}`);
      return dip.level;
    },
    events: [
      {
        when: () => stop !== undefined && live().wire.length > stop,
        event: { kind: pick(['technician-stop', 'expert-stop'] as const) },
      },
      { when: () => chance() < 0.0005, event: { kind: 'unit-reset', why: 'The unit has started again.' } },
    ],
    rot: () => chance() < 0.01,
    fsyncFails: () => chance() < 0.002,
  };
}

const RUNS = Number(process.env.BAYLINK_RUNS ?? 250);

test.each(['programming', 'coding'] as const)(
  '[JOB-R29] %s under random faults',
  (kind) => {
    const failures: string[] = [];
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= RUNS; seed++) {
      const running: Bench[] = [];
      const live = () => running[0] ?? bench;
      const { bench, unit, before } = begin(
        kind,
        scriptOf(seed, () => live()),
      );
      running.push(bench);
      bench.run();
      ends.set(bench.state, (ends.get(bench.state) ?? 0) + 1);
      const broken = brokenInvariants(bench, unit, before);
      if (broken.length > 0) failures.push(`seed ${seed}: ${[...new Set(broken)].join('; ')}`);
    }
    expect(failures).toEqual([]);
    expect([...ends.keys()].sort()).toEqual(['ABORTED_CLEAN', 'DONE', 'HOLD', 'RESTORED']);
    for (const name of ['request lost', 'answer lost', 'reset', 'nrc'])
      expect(fired.get(name)).toBeGreaterThan(RUNS / 10);
  },
  60_000 + RUNS * 50,
);
