import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../steps/run.mjs';
import { PLANTED } from './planted.table.mjs';

test('there are enough planted mutants, each of another place', () => {
  expect(PLANTED.length).toBeGreaterThanOrEqual(20);
  expect(new Set(PLANTED.map(({ drops }) => drops)).size).toBe(PLANTED.length);
});

test.each(PLANTED.map((mutant) => [mutant.drops, mutant] as const))(
  '%s can be dropped',
  (_, { file, from, to, tests }) => {
    expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
    for (const name of tests) expect(existsSync(join(root, name))).toBe(true);
  },
);
