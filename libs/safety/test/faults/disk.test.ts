import { expect, test } from 'vitest';
import { isErase, isWrite } from '../oracle.js';
import { play } from './play.js';

test('[JOB-R19] an fsync that fails before the erase refuses; the erase never leaves', () => {
  for (const type of ['PLAN', 'STAGED', 'BACKUP', 'ACK', 'ERASE_INTENT']) {
    const { bench, broken } = play('programming', { fsyncFails: (record) => record.type === type });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(bench.wire.filter(isWrite)).toHaveLength(0);
  }
});

test('[JOB-R19][JOB-R85] an fsync that fails after it alarms and goes on; the end is told when it is durable, with all before it', () => {
  for (const type of ['ERASE_DONE', 'VERIFY', 'POST'] as const) {
    const clean = play('programming').bench.durable.map((record) => record.type);
    const { bench, unit, broken } = play('programming', { fsyncFails: (record) => record.type === type });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(unit.valid).toBe(true);
    expect(bench.alarms.join()).toContain('journal cannot be written');
    expect(bench.durable.map((record) => record.type)).toEqual(clean);
  }
});

test('[JOB-R85] a good end that the disk never takes is told with an alarm of its own', () => {
  let failed = false;
  const { bench, unit } = play('programming', {
    fsyncFails: ({ type }) => {
      failed ||= type === 'VERIFY';
      return failed;
    },
  });
  expect(bench.state).toBe('DONE');
  expect(unit.valid).toBe(true);
  expect(bench.durable.some(({ type }) => type === 'DONE')).toBe(false);
  expect(bench.alarms.at(-1)).toContain('after a restart');
});

test('[JOB-R21] one rotten page is fetched again; a page that stays rotten never reaches the unit', () => {
  let rotten = 1;
  const healed = play('programming', { rot: (segment, offset) => segment === 0 && offset === 4_096 && rotten-- > 0 });
  expect(healed.broken).toEqual([]);
  expect(healed.bench.state).toBe('DONE');
  expect(healed.bench.wire.filter(isErase)).toHaveLength(2);
  const { bench, broken } = play('programming', (live) => ({
    rot: (segment, offset) => segment === 0 && offset === 4_096 && live().job.mode === 'write',
  }));
  expect(broken).toEqual([]);
  expect(bench.state).toBe('RESTORED');
});
