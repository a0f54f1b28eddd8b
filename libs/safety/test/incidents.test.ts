import { describe, expect, test } from 'vitest';
import powerAndLink from '../incidents/power-and-link.json' with { type: 'json' };
import rightFile from '../incidents/right-file.json' with { type: 'json' };
import rightOrder from '../incidents/right-order.json' with { type: 'json' };
import rightUnit from '../incidents/right-unit.json' with { type: 'json' };
import { tryJob } from './incidents/attempt-job.js';
import { tryFile, tryMoment, tryRequest } from './incidents/attempt-request.js';
import { type Attempt, incidents } from './incidents/incident.js';

const TABLES = { rightFile, rightUnit, rightOrder, powerAndLink };
const ROWS = Object.values(TABLES).flatMap((table) => incidents.parse(table).incidents);

/** Erase, download, blocks, coding, memory: what changes a unit for good. */
const WRITES: ReadonlySet<number> = new Set([0x2e, 0x31, 0x34, 0x36, 0x3b, 0x3d]);

interface Refused {
  readonly rule: string;
  readonly sentence: string;
}

/** Every rule that refused; for a job also that nothing was changed and everything was left as it had been. */
function refusalsOf(attempt: Attempt): readonly Refused[] {
  switch (attempt.as) {
    case 'job': {
      const { state, unit, bench, refusals } = tryJob(attempt);
      expect(state, bench.job.sentence).toBe('ABORTED_CLEAN');
      expect(bench.wire.filter(({ bytes }) => WRITES.has(bytes[0] ?? 0))).toEqual([]);
      expect({ valid: unit.valid, keys: unit.keysTried }).toMatchObject({ valid: true });
      return refusals;
    }
    case 'request':
      return some(tryRequest(attempt));
    case 'moment':
      return some(tryMoment(attempt));
    case 'file':
      return some(tryFile(attempt));
  }
}

const some = (refused: Refused | undefined): readonly Refused[] => (refused === undefined ? [] : [refused]);

test('[INC-R1] there are at least sixty of them, each told once and with its source', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  expect(new Set(ROWS.map(({ title }) => title)).size).toBe(ROWS.length);
});

describe('[INC-R1] what has cost units elsewhere is refused before the erase, in one plain sentence', () => {
  test.each(ROWS)('[INC-R1] $id $title', ({ attempt, refusedBy, says = '' }) => {
    const refusals = refusalsOf(attempt);
    expect(refusals.map(({ rule }) => rule)).toContain(refusedBy);
    const { sentence } = refusals.findLast(({ rule }) => rule === refusedBy) ?? { sentence: '' };
    expect(sentence).toContain(says);
    expect(sentence).toMatch(/^[A-Z0-9"].{15,}[.!)]$/s);
    expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
  });
});
