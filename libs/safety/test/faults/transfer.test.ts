import { bytesOf } from '@baylink/kernel';
import { NRC } from '@baylink/protocols/uds';
import { expect, test } from 'vitest';
import { reopenHeld, resumeFrom, runStateOf } from '../../src/index.js';
import { begin } from '../begin.js';
import { brokenInvariants, isErase } from '../oracle.js';
import { steady } from '../samples.js';
import { isBlock, once, play, types } from './play.js';

test.each(['request lost', 'answer lost', 'answer damaged'] as const)(
  '[C29][JOB-R9] %s: the same block with the same counter',
  (kind) => {
    const { bench, broken } = play('programming', { fault: once(isBlock, 3, { kind }) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(types(bench)).not.toContain('REENTRY');
    const counters = bench.wire.filter(({ bytes }) => isBlock(bytes)).map(({ bytes }) => bytes[1]);
    expect(counters).toEqual([1, 2, 3, 3, 4, 5, 1]);
  },
);

test('[C29][JOB-R9] three lost answers to one block are a lost session, not a fourth try', () => {
  let lost = 0;
  const { bench, broken } = play('programming', {
    fault: (bytes) => (isBlock(bytes) && bytes[1] === 2 && ++lost <= 3 ? { kind: 'answer lost' } : undefined),
  });
  expect(broken).toEqual([]);
  expect(types(bench).filter((type) => type === 'REENTRY')).toHaveLength(1);
  expect(bench.state).toBe('DONE');
});

test('[C29][JOB-R9] a pause between two tries does not begin the count anew', () => {
  let lost = 0;
  const { bench, broken } = play('programming', (live) => {
    let since = Number.POSITIVE_INFINITY;
    return {
      fault: (bytes) => {
        if (!isBlock(bytes) || bytes[1] !== 2 || types(live()).includes('REENTRY')) return undefined;
        if (++lost === 1) live().dip(12_000);
        return { kind: 'answer lost' };
      },
      volts: (t) => {
        if (since > t && lost > 0) since = t;
        return t >= since && t < since + 10_000 ? 12_000 : steady(t);
      },
    };
  });
  expect(broken).toEqual([]);
  expect(types(bench)).toEqual(expect.arrayContaining(['PAUSE', 'RESUME', 'REENTRY']));
  expect(lost).toBe(3);
  expect(bench.state).toBe('DONE');
});

test.each([
  NRC.requestSequenceError,
  NRC.requestOutOfRange,
  NRC.transferDataSuspended,
  NRC.generalProgrammingFailure,
  NRC.wrongBlockSequenceCounter,
  NRC.voltageTooHigh,
  NRC.voltageTooLow,
])('[C30][JOB-R10] NRC %i to a block: no next block, the block is named, the unit is entered again', (nrc) => {
  const { bench, broken } = play('programming', { fault: once(isBlock, 2, { kind: 'nrc', nrc }) });
  expect(broken).toEqual([]);
  const at = bench.wire.findIndex(({ bytes }) => isBlock(bytes) && bytes[1] === 2);
  expect(isBlock(bench.wire[at + 1]?.bytes ?? bytesOf())).toBe(false);
  expect(bench.durable.find(({ type }) => type === 'REENTRY')).toMatchObject({
    n: 1,
    why: expect.stringContaining('block 2'),
  });
  expect(bench.state).toBe('DONE');
});

test('[JOB-R10] a unit that resets in mid-transfer is entered, erased and written again', () => {
  const { bench, broken } = play('programming', { fault: once(isBlock, 4, { kind: 'reset' }) });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('DONE');
  expect(bench.wire.filter(isErase)).toHaveLength(3);
});

test('[JOB-R11] a segment that the unit itself finds right is not erased again', () => {
  const { bench, broken } = play('programming', { fault: once(isBlock, 6, { kind: 'reset' }) });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('DONE');
  expect(bench.wire.filter(isErase).map(({ bytes }) => bytes[7])).toEqual([0x80, 0xa0, 0xa0]);
});

test('[JOB-R12] a segment that the unit does not find right any more is written again', () => {
  const compare = (bytes: Uint8Array) => bytes[0] === 0x31 && bytes[2] === 0x02 && bytes[3] === 0x02;
  const reset = once(isBlock, 6, { kind: 'reset' } as const);
  const { bench, broken } = play('programming', {
    fault: (bytes) => (compare(bytes) ? { kind: 'answer', bytes: bytesOf(0x71, 1, 2, 2, 1) } : reset(bytes)),
  });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('DONE');
  expect(bench.wire.filter(isErase).map(({ bytes }) => bytes[7])).toEqual([0x80, 0xa0, 0x80, 0xa0]);
});

test('[JOB-R13] a check that fails once writes again, twice restores the backup', () => {
  const again = begin('programming');
  again.unit.checkAnswers.push(1);
  again.bench.run();
  expect(again.bench.state).toBe('DONE');
  expect(brokenInvariants(again.bench, again.unit, again.before)).toEqual([]);

  const back = begin('programming');
  back.unit.checkAnswers.push(1, 1);
  back.bench.run();
  expect(back.bench.state).toBe('RESTORED');
  expect(brokenInvariants(back.bench, back.unit, back.before)).toEqual([]);
  expect(types(back.bench)).toContain('RESTORE_INTENT');
});

test('[JOB-R14] a unit that dies after the erase ends in HOLD, with reason and next step, in bounded time', () => {
  const { unit, bench, before } = begin('programming', {
    fault: (bytes) => {
      if (isBlock(bytes)) unit.alive = false;
      return undefined;
    },
  });
  bench.run();
  expect(bench.state).toBe('HOLD');
  expect(brokenInvariants(bench, unit, before)).toEqual([]);
  expect(bench.alarms.at(-1)).toContain('see that the cable is on the vehicle');
});

test.each(['no restart', 'restart'])(
  '[JOB-R15] after HOLD and %s a technician who presses continue gets fresh tries',
  (after) => {
    let dead = true;
    const { unit, bench, before } = begin('programming', {
      fault: (bytes) => (dead && isErased() && bytes[0] !== 0x22 ? { kind: 'request lost' } : undefined),
    });
    const isErased = () => !unit.valid;
    bench.run();
    expect(bench.state).toBe('HOLD');
    const given = { profile: bench.job.brief.profile, bootId: 'boot-2', usedCounter: 9 };
    expect(resumeFrom(bench.durable, given).ok).toBe(false);
    const reopened = reopenHeld(bench.durable, given);
    if (!reopened.ok) throw new Error(reopened.error);
    expect(runStateOf(reopened.value)).toBe('HOLD');
    if (after === 'restart') bench.job = reopened.value;
    dead = false;
    bench.resume({ kind: 'technician-continues' });
    expect(['DONE', 'RESTORED']).toContain(bench.state);
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
  },
);

test.each([bytesOf(0x74, 0x10, 0x02), bytesOf(0x74, 0x00), bytesOf(0x74, 0x20, 0x00, 0x00), bytesOf(0x74)])(
  '[C27][JOB-R18] a block length that leaves no data is never used (%#)',
  (bytes) => {
    const { bench, broken } = play('programming', {
      fault: once((request) => request[0] === 0x34, 1, { kind: 'answer', bytes }),
    });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    const at = bench.wire.findIndex((frame) => frame.bytes[0] === 0x34);
    expect(bench.wire[at + 1]?.bytes[0]).toBe(0x10);
  },
);
