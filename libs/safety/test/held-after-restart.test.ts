import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { reopenDamaged, reopenHeld, runStateOf, writeJob } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants } from './oracle.js';
import { goodSurroundings, historyUntil, steady } from './samples.js';

const STANDSTILL = {
  why: 'Neither file nor backup can be read.',
  next: 'Bring one of them back, then press continue.',
};

/** A job that was killed in the middle of its transfer and stands still from its restart on. */
function standing() {
  const clean = begin('programming').bench.run();
  const at = Math.floor(clean.operations * 0.8);
  const { bench, unit, before } = begin('programming', { kills: [{ at, when: 'after' }], standstill: STANDSTILL });
  bench.run();
  return { bench, unit, broken: () => brokenInvariants(bench, unit, before) };
}

test('[JOB-R64] a restarted job that has to stand still is in HOLD with its reason, and is written to again when a technician says so', () => {
  const { bench, broken } = standing();
  expect(bench.state).toBe('HOLD');
  expect(bench.durable.at(-1)).toMatchObject({ type: 'HOLD', ...STANDSTILL });
  expect(bench.reports.at(-1)?.sentence).toBe(`${STANDSTILL.why} ${STANDSTILL.next}`);
  expect(bench.job.session).toBe('kept');
  bench.resume({ kind: 'technician-continues' });
  expect(bench.state).toBe('DONE');
  expect(broken()).toEqual([]);
});

test('[JOB-R64] with only its backup found again it goes back', () => {
  const { bench, broken } = standing();
  bench.resume({ kind: 'technician-continues', instead: 'Only the backup was found again.' });
  expect(bench.state).toBe('RESTORED');
  expect(bench.durable.map(({ type }) => type)).toContain('RESTORE_INTENT');
  expect(broken()).toEqual([]);
});

const given = (bench: Bench) => ({ profile: bench.job.brief.profile, bootId: 'boot-3', usedCounter: 9 });
const facts = goodSurroundings(100_000, [historyUntil(100_000, steady)]);

test.each([
  ['kept', STANDSTILL.next, true],
  [
    'left alone, where the supply was critically low',
    'Keep the cable connected, connect a stable supply and wait until it is in its band, then press continue.',
    false,
  ],
])('[JOB-R64] the session of a unit in HOLD is %s by the next start', (_, next, kept) => {
  const { bench } = standing();
  const records = bench.durable.map((record) => (record.type === 'HOLD' ? { ...record, next } : record));
  const held = reopenHeld(records, given(bench));
  if (!held.ok) throw new Error(held.error);
  const { state, out } = writeJob.step(held.value, { kind: 'recovered', facts }, millis(100_000));
  expect(runStateOf(state)).toBe('HOLD');
  expect(out.filter(({ kind }) => kind === 'tester-present')).toHaveLength(kept ? 1 : 0);
});

test('[JOB-R64] of a journal that has lost records nothing counts as checked, and without its plan there is no job', () => {
  const { bench } = standing();
  const left = bench.durable.filter(({ type }) => type !== 'ERASE_INTENT' && type !== 'HOLD');
  const reopened = reopenDamaged(left, given(bench));
  expect(reopened).toMatchObject({ ok: true, value: { region: 'after', verified: [] } });
  expect(reopenDamaged(left.slice(1), given(bench))).toMatchObject({ ok: false });
});
