import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { keep, type SuiteResult } from './results-file.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-bench-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const result = (at: string): SuiteResult => ({
  ...{ at, node: 'v20', processor: 'x', cores: 2, load: [0.5, 1], figures: [] },
});

test('a suite replaces its own last result and leaves the others', () => {
  const file = join(folder, 'bench', 'results.json');
  keep('protocols', result('a'), file);
  keep('wan', result('b'), file);
  keep('protocols', result('c'), file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ protocols: { at: 'c' }, wan: { at: 'b' } });
});
