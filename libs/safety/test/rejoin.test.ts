import { hex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { resumeFrom } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants, isErase } from './oracle.js';
import type { Script, Wire } from './script.js';
import type { Fault } from './scripted-unit.js';

const isBlock = ({ bytes }: Wire): boolean => bytes[0] === 0x36;
const isEntry = ({ bytes }: Wire): boolean => bytes[0] === 0x10;
const counters = (wire: readonly Wire[]): number[] => wire.filter(isBlock).map(({ bytes }) => bytes[1] ?? -1);

/** The operation of an undisturbed job that is the `nth` request with this first byte. */
function operationOf(sid: number, nth: number): number {
  let found = 0;
  let operation = 0;
  const { bench } = begin('programming');
  bench.run();
  for (const out of bench.outs) {
    if (out.kind !== 'send' && out.kind !== 'journal') continue;
    operation++;
    if (out.kind === 'send' && out.verdict.bytes[0] === sid && ++found === nth) return operation;
  }
  throw new Error(`there is no ${nth}th ${sid}`);
}

/** The executor dies around the `nth` request of that service; a keeper lives on. */
function killedAt(sid: number, nth: number, when: 'before' | 'after', script: Partial<Script> = {}) {
  const kills = [{ at: operationOf(sid, nth), when }];
  const { bench, unit, before } = begin('programming', { kills, downtime: 3_000, keeper: 'lives on', ...script });
  bench.run();
  expect(brokenInvariants(bench, unit, before)).toEqual([]);
  expect(bench.lives).toBe(2);
  return bench;
}

const sinceDeath = (bench: Bench): readonly Wire[] => {
  const gap = bench.wire.findIndex(
    ({ at }, i) => at - (bench.wire[i - 1]?.at ?? at) >= 3_000 && i > 0 && isForward(bench, i),
  );
  return bench.wire.slice(gap);
};
const isForward = (bench: Bench, i: number): boolean => bench.wire.slice(0, i).some(isErase);
const reentered = (bench: Bench): boolean => bench.durable.some(({ type }) => type === 'REENTRY');

describe('a restart in a transfer whose session was kept', () => {
  test.each([
    ['before the first block', 1, 'before', [1, 2, 3, 4, 5, 1]],
    ['after a block whose answer nobody has heard', 3, 'after', [1, 2, 3, 4, 5, 1]],
    ['between two blocks', 4, 'before', [1, 2, 3, 4, 5, 1]],
    ['after the last block', 5, 'after', [1, 2, 3, 4, 5, 1]],
    ['in the next segment', 6, 'after', [1, 2, 3, 4, 5, 1]],
  ] as const)('[JOB-R50] goes on %s: every block once, one entry, one erase a segment', (_, nth, when, blocks) => {
    const bench = killedAt(0x36, nth, when);
    expect(counters(bench.wire)).toEqual(blocks);
    expect(bench.wire.filter(isErase)).toHaveLength(2);
    expect(bench.wire.filter(({ bytes }) => hex(bytes) === '1002')).toHaveLength(1);
    expect(reentered(bench)).toBe(false);
  });

  test('[JOB-R50] goes on with the check when the exit was confirmed', () => {
    const bench = killedAt(0x37, 1, 'after');
    expect(bench.wire.filter(({ bytes }) => bytes[0] === 0x37)).toHaveLength(2);
    expect(reentered(bench)).toBe(false);
  });

  test('[JOB-R50] records what the unit has taken meanwhile, and not more', () => {
    const bench = killedAt(0x36, 4, 'after');
    const blocks = bench.durable.flatMap((record) => (record.type === 'BLK' ? [record.k] : []));
    expect(blocks).toContain(4);
  });

  test('[JOB-R50] also when it was paused for a sag', () => {
    const at = operationOf(0x36, 2);
    let sag = 0;
    const { bench, unit, before } = begin('programming', {
      kills: [{ at: at + 3, when: 'after' }],
      downtime: 3_000,
      keeper: 'lives on',
      fault: (bytes, _, t) => {
        if (bytes[0] === 0x36 && sag === 0) sag = t;
        return undefined;
      },
      volts: (t) => (sag > 0 && t > sag && t < sag + 6_000 ? 12_900 : 13_900 + (t % 400 === 0 ? 5 : 0)),
    });
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect([bench.state, bench.lives]).toEqual(['DONE', 2]);
    expect(reentered(bench)).toBe(false);
    expect(bench.durable.some(({ type }) => type === 'PAUSE')).toBe(true);
  });

  test('[JOB-R51] sends a lost block again with its counter, and counts the tries before it', () => {
    const lost = (times: number) => {
      let left = times;
      return (bytes: Uint8Array): Fault | undefined =>
        bytes[0] === 0x36 && bytes[1] === 2 && left-- > 0 ? { kind: 'answer lost' } : undefined;
    };
    const once = killedAt(0x36, 2, 'after', { fault: lost(1) });
    expect(counters(once.wire)).toEqual([1, 2, 2, 3, 4, 5, 1]);
    expect(reentered(once)).toBe(false);
    const thrice = killedAt(0x36, 2, 'after', { fault: lost(3) });
    expect(counters(thrice.wire).slice(0, 5)).toEqual([1, 2, 2, 2, 1]);
    expect(reentered(thrice)).toBe(true);
  });

  test('[JOB-R53] enters a unit that has reset meanwhile, as it is after any reset', () => {
    let resets = 1;
    const bench = killedAt(0x36, 3, 'before', {
      fault: (bytes) => (bytes[0] === 0x36 && bytes[1] === 3 && resets-- > 0 ? { kind: 'reset' } : undefined),
    });
    expect(bench.wire.filter(isErase)).toHaveLength(3);
    expect(bench.state).toBe('DONE');
  });

  test('[JOB-R53] enters the unit anew when the keeper has died too', () => {
    const bench = killedAt(0x36, 3, 'after', { keeper: 'dies too' });
    expect(sinceDeath(bench).some(isEntry)).toBe(true);
    expect(bench.wire.filter(isErase)).toHaveLength(3);
    expect(reentered(bench)).toBe(true);
  });

  test('[JOB-R53] and when what is staged is not what the unit has taken', () => {
    const bench = killedAt(0x36, 3, 'after', { recalled: (seen) => seen && { ...seen, digest: '00'.repeat(32) } });
    expect(bench.durable.find(({ type }) => type === 'REENTRY')).toMatchObject({
      why: 'The shop client was restarted in the middle of the write, and the unit has taken other bytes than are staged.',
    });
    expect(bench.state).toBe('DONE');
  });

  test('[JOB-R52] waits for an answer that may still come, and not for ever', () => {
    let asked = 0;
    const pending: Script['recalled'] = (seen) =>
      seen && asked++ < 20
        ? { ...seen, at: { step: 'block open', digest: seen.digest, times: 1, age: 0 as never, pending: true } }
        : seen;
    const patient = killedAt(0x36, 3, 'after', { recalled: pending });
    expect(asked).toBe(21);
    expect(counters(patient.wire)).toEqual([1, 2, 3, 4, 5, 1]);
    expect(reentered(patient)).toBe(false);
    asked = Number.NEGATIVE_INFINITY;
    const endless = killedAt(0x36, 3, 'after', { recalled: pending });
    expect(reentered(endless)).toBe(true);
    expect(endless.state).toBe('DONE');
  });
});

test('[JOB-R53][JOB-R61] a unit whose blocks have no numbers is entered anew', () => {
  const { bench } = begin('programming');
  bench.run();
  const { profile } = bench.job.brief;
  const written = bench.durable.findIndex(({ type }) => type === 'ERASE_DONE') + 1;
  const taskIn = (dialect: 'uds' | 'kwp2000') => {
    const units = profile.units.map((unit) => ({ ...unit, dialect }));
    const given = { profile: { ...profile, units }, bootId: 'boot-2', usedCounter: 9 };
    const resumed = resumeFrom(bench.durable.slice(0, written), given);
    return resumed.ok ? resumed.value.phase.task : resumed.error;
  };
  expect([taskIn('uds'), taskIn('kwp2000')]).toEqual(['rejoining', 're-entering']);
});
