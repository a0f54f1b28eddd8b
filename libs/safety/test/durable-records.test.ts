import { expect, test } from 'vitest';
import { runStateOf } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import type { Script } from './script.js';

/**
 * What may be lost with the power: before the erase nothing has been changed, a block and a value can be asked of the unit
 * itself behind their intent, a pause is over by then, and gates are judged anew.
 */
const GROUPED = ['GATES', 'ENTRY', 'BLK', 'WRITE_DONE', 'PAUSE', 'RESUME'];

const loose = (bench: Bench): string[] => [
  ...new Set(bench.outs.flatMap((out) => (out.kind === 'journal' && out.sync !== 'fsync' ? [out.record.type] : []))),
];

const ended = (kind: 'coding' | 'programming', script: Partial<Script> = {}): Bench => begin(kind, script).bench.run();

const ENDS: readonly [end: string, () => Bench][] = [
  ['DONE', () => ended('programming')],
  ['DONE', () => ended('coding')],
  ['ABORTED_CLEAN', () => ended('programming', { volts: () => 12_000 })],
  [
    'HOLD',
    () => ended('programming', { fault: (bytes) => (bytes[0] === 0x36 ? { kind: 'request lost' } : undefined) }),
  ],
  [
    'RESTORED',
    () => {
      const { bench, unit } = begin('programming');
      unit.checkAnswers.push(1, 1);
      return bench.run();
    },
  ],
];

test.each(ENDS)('[JOB-R22] on the way to %s every record but those of progress is forced', (end, run) => {
  const bench = run();
  expect(bench.state).toBe(end);
  expect(loose(bench).filter((type) => !GROUPED.includes(type))).toEqual([]);
});

test.each(ENDS)('[JOB-R22] nobody is told of %s before its record is durable', (end, run) => {
  const bench = run();
  const record = end === 'ABORTED_CLEAN' ? 'ABORT' : end;
  const written = bench.outs.findIndex((out) => out.kind === 'journal' && out.record.type === record);
  const told = bench.outs.findIndex((out) => out.kind === 'report' && out.report.state === end);
  expect(written).toBeGreaterThanOrEqual(0);
  expect(told).toBeGreaterThan(written);
  expect([bench.durable.at(-1)?.type, runStateOf(bench.job)]).toEqual([record, end]);
});
